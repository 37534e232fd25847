package dev.surety.keys.internal;

import dev.surety.core.PartSchema;
import java.util.Map;

/** The tables of rings, keys and their audit. */
public final class KeysSchema implements PartSchema {

  static final String TABLE = "surety.keys.table";
  static final String RING_TABLE = "surety.keys.ring-table";
  static final String AUDIT_TABLE = "surety.keys.audit-table";

  @Override
  public String part() {
    return "keys";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "surety_key", TABLE, "surety_key_ring", RING_TABLE, "surety_key_audit", AUDIT_TABLE);
  }
}
