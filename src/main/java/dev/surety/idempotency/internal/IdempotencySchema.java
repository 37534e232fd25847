package dev.surety.idempotency.internal;

import dev.surety.core.PartSchema;
import java.util.Map;

/** The tables of idempotency. */
public final class IdempotencySchema implements PartSchema {

  static final String TABLE = "surety.idempotency.table";
  static final String USAGE_TABLE = "surety.idempotency.usage-table";

  @Override
  public String part() {
    return "idempotency";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("surety_idempotency", TABLE, "surety_idempotency_usage", USAGE_TABLE);
  }
}
