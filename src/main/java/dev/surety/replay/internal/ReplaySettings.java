package dev.surety.replay.internal;

import dev.surety.core.Setting;
import dev.surety.core.TableNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * One store's validated configuration; defaults and ranges stand here and nowhere else.
 *
 * <p>A further store has the same keys and defaults under {@code surety.replay.<name>.}.
 *
 * @param globalCap 0 for none
 */
public record ReplaySettings(
    long cap,
    long globalCap,
    Duration skew,
    Duration longestSpan,
    Duration keyMemory,
    int newKeys,
    Duration newKeysWindow,
    boolean sweep,
    Duration sweepInterval) {

  private static final String DEFAULT = ReplaySchema.PREFIX;
  private static final String TABLE = "surety_replay";
  private static final String KEY_TABLE = "surety_replay_key";

  static final Setting<List<String>> STORES =
      Setting.list(
          ReplaySchema.STORES,
          "lower-case names of further stores",
          Pattern.compile("[a-z][a-z0-9_]{0,29}"));

  /** Every setting of the default store, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      Stream.concat(Keys.of(DEFAULT, TABLE).all(), Stream.of(STORES)).toList();

  static ReplaySettings of(Config config) {
    return Keys.of(DEFAULT, TABLE).in(config);
  }

  /** The settings of a further store. */
  static ReplaySettings of(Config config, String store) {
    return Keys.of(DEFAULT + store + ".", TABLE + "_" + store).in(config);
  }

  static Map<String, String> tables(Config config) {
    return Keys.of(DEFAULT, TABLE).tables(config);
  }

  static Map<String, String> tables(Config config, String store) {
    return Keys.of(DEFAULT + store + ".", TABLE + "_" + store).tables(config);
  }

  private record Keys(
      Setting<Long> cap,
      Setting<Long> globalCap,
      Setting<Duration> skew,
      Setting<Duration> longestSpan,
      Setting<Duration> keyMemory,
      Setting<Integer> newKeys,
      Setting<Duration> newKeysWindow,
      Setting<Boolean> sweep,
      Setting<Duration> sweepInterval,
      Setting<String> table,
      Setting<String> keyTable) {

    static Keys of(String prefix, String table) {
      Duration second = Duration.ofSeconds(1);
      Duration day = Duration.ofHours(24);
      return new Keys(
          Setting.integer(prefix + "cap", 100_000L, 1, 1_000_000_000),
          Setting.integer(prefix + "global-cap", 1_000_000L, 0, 1_000_000_000_000L),
          Setting.duration(prefix + "skew", "PT1M", Duration.ZERO, Duration.ofMinutes(10)),
          Setting.duration(prefix + "longest-span", "PT7M", second, day),
          Setting.duration(
              prefix + "key-memory", "PT24H", Duration.ofMinutes(1), Duration.ofDays(31)),
          Setting.integer(prefix + "new-keys", 100, 1, 1_000_000),
          Setting.duration(prefix + "new-keys-window", "PT1M", second, day),
          Setting.flag(prefix + "sweep", true),
          Setting.duration(prefix + "sweep-interval", "PT10S", second, day),
          Setting.text(prefix + ReplaySchema.TABLE, table, "a table name", TableNames.IDENTIFIER),
          Setting.text(
              prefix + ReplaySchema.KEY_TABLE,
              table + "_key",
              "a table name",
              TableNames.IDENTIFIER));
    }

    Stream<Setting<?>> all() {
      return Stream.of(
          cap,
          globalCap,
          skew,
          longestSpan,
          keyMemory,
          newKeys,
          newKeysWindow,
          sweep,
          sweepInterval,
          table,
          keyTable);
    }

    ReplaySettings in(Config config) {
      return new ReplaySettings(
          cap.in(config),
          globalCap.in(config),
          skew.in(config),
          longestSpan.in(config),
          keyMemory.in(config),
          newKeys.in(config),
          newKeysWindow.in(config),
          sweep.in(config),
          sweepInterval.in(config));
    }

    Map<String, String> tables(Config config) {
      return Map.of(TABLE, table.in(config), KEY_TABLE, keyTable.in(config));
    }
  }
}
