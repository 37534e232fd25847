package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.StoredPart;
import dev.surety.webhook.internal.table.QueuedDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Starts webhooks and offers them to injection. */
@ApplicationScoped
public class WebhookPart implements StoredPart {

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public int schemaVersion() {
    return 1;
  }

  @Override
  public Map<String, String> tables(Config config) {
    return WebhookSettings.tables(config);
  }

  @Override
  public Class<?> entity() {
    return QueuedDelivery.class;
  }

  @Override
  public void start(Core core) {}

  @Override
  public void stop() {}
}
