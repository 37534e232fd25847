package dev.surety.webhook.internal;

import dev.surety.core.PartSchema;
import java.util.Map;
import java.util.TreeMap;

/** The tables of webhooks. */
public final class WebhookSchema implements PartSchema {

  private static final String PREFIX = "surety.webhook.";

  @Override
  public String part() {
    return "webhook";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(Map.of("surety_webhook", PREFIX + "table"));
    for (String table :
        new String[] {"message", "dedup", "sequence", "circuit", "endpoint", "log", "worker"}) {
      settings.put("surety_webhook_" + table, PREFIX + table + "-table");
    }
    return settings;
  }
}
