package dev.surety.idempotency.internal.http;

import dev.surety.core.http.DecisiveFields;
import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.internal.IdempotencySettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;

/** The header that brings the key decides whether a guarded method runs. */
@ApplicationScoped
public class KeyField implements DecisiveFields {

  @Override
  public List<Field> of(ResourceMethod resource) {
    return of(resource, IdempotencySettings.of(ConfigProvider.getConfig()));
  }

  static List<Field> of(ResourceMethod resource, IdempotencySettings settings) {
    return GuardedMethod.annotation(resource, settings.guard()).stream()
        .map(
            idempotent ->
                new Field(settings.keyHeader().toLowerCase(Locale.ROOT), !idempotent.required()))
        .toList();
  }
}
