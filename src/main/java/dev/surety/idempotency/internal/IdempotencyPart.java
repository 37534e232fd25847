package dev.surety.idempotency.internal;

import dev.surety.core.Core;
import dev.surety.core.StoredPart;
import dev.surety.core.Surety;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Starts the idempotency part and offers its service to injection. */
@ApplicationScoped
public class IdempotencyPart implements StoredPart {

  private volatile @Nullable StoredIdempotency service;

  @Override
  public String name() {
    return "idempotency";
  }

  @Override
  public int schemaVersion() {
    return 1;
  }

  @Override
  public Map<String, String> tables(Config config) {
    return Map.of(
        "surety_idempotency", IdempotencySettings.TABLE.in(config),
        "surety_idempotency_usage", IdempotencySettings.USAGE_TABLE.in(config));
  }

  @Override
  public Class<?> entity() {
    return IdempotencyRecord.class;
  }

  @Override
  public void start(Core core) {
    service = new StoredIdempotency(core, IdempotencySettings.of(core.config()));
  }

  @Override
  public void stop() {
    StoredIdempotency running = service;
    if (running != null) {
      running.close();
    }
  }

  /**
   * The running service.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public IdempotencyRuns runs() {
    StoredIdempotency running = service;
    if (running == null) {
      throw Surety.notStarted();
    }
    return running;
  }
}
