package dev.surety.replay.internal;

import dev.surety.core.PartSchema;
import java.util.Map;

/** The tables of a replay store. */
public final class ReplaySchema implements PartSchema {

  static final String PREFIX = "surety.replay.";
  static final String STORES = PREFIX + "stores";
  static final String TABLE = "table";
  static final String KEY_TABLE = "key-table";

  @Override
  public String part() {
    return "replay";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("surety_replay", PREFIX + TABLE, "surety_replay_key", PREFIX + KEY_TABLE);
  }

  @Override
  public String furtherSets() {
    return STORES;
  }
}
