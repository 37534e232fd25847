package dev.surety.webhook.internal;

import dev.surety.core.Setting;
import dev.surety.core.TableNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The validated {@code surety.webhook.*} settings of store and worker.
 *
 * @param worker whether this instance delivers
 * @param inFlight the most sends at once
 * @param batch the most deliveries of a claim, and the most held beyond those being sent
 * @param lease how long a claim holds
 * @param poll how often others' messages are looked for
 * @param drain how long an undeployment waits for sends under way
 * @param maxPayload the most bytes of a body
 * @param maxAttempts of messages that name none
 * @param block whether a dead message holds its sequence
 * @param logExcerpt how many bytes of answers the log keeps
 */
public record WebhookSettings(
    boolean worker,
    int inFlight,
    int batch,
    Duration lease,
    Duration poll,
    Duration drain,
    int maxPayload,
    int maxAttempts,
    boolean block,
    int logExcerpt,
    Horizons horizons,
    boolean sweep,
    Duration sweepInterval) {

  private static final String PREFIX = "surety.webhook.";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEARS = Duration.ofDays(3660);

  /** What becomes of the messages behind a dead one. */
  enum OnDead {
    CONTINUE,
    BLOCK
  }

  /** How long what is kept. */
  record Horizons(
      Duration dedup, Duration delivered, Duration dead, Duration log, Duration sequence) {}

  static final Setting<Boolean> WORKER = Setting.flag(PREFIX + "worker", true);
  static final Setting<Integer> IN_FLIGHT = Setting.integer(PREFIX + "in-flight", 256, 1, 10_000);
  static final Setting<Integer> BATCH = Setting.integer(PREFIX + "batch", 500, 1, 1_000);
  static final Setting<Duration> LEASE = Setting.duration(PREFIX + "lease", "PT30S", SECOND, HOUR);
  static final Setting<Duration> POLL =
      Setting.duration(PREFIX + "poll", "PT1S", Duration.ofMillis(50), Duration.ofMinutes(1));
  static final Setting<Duration> DRAIN =
      Setting.duration(PREFIX + "drain", "PT10S", Duration.ZERO, Duration.ofMinutes(5));
  static final Setting<Integer> MAX_PAYLOAD =
      Setting.integer(PREFIX + "max-payload", 262_144, 1, 16 << 20);
  static final Setting<Integer> MAX_ATTEMPTS = Setting.integer(PREFIX + "max-attempts", 8, 1, 100);
  static final Setting<OnDead> ON_DEAD = Setting.choice(PREFIX + "on-dead", OnDead.CONTINUE);
  static final Setting<Integer> LOG_EXCERPT = Setting.integer(PREFIX + "log-excerpt", 0, 0, 4_096);
  static final Setting<Duration> DEDUP_HORIZON =
      Setting.duration(PREFIX + "dedup-horizon", "PT168H", SECOND, YEARS);
  static final Setting<Duration> DELIVERED_HORIZON =
      Setting.duration(PREFIX + "delivered-horizon", "PT168H", SECOND, YEARS);
  static final Setting<Duration> DEAD_HORIZON =
      Setting.duration(PREFIX + "dead-horizon", "PT720H", SECOND, YEARS);
  static final Setting<Duration> LOG_HORIZON =
      Setting.duration(PREFIX + "log-horizon", "PT720H", SECOND, YEARS);
  static final Setting<Duration> SEQUENCE_HORIZON =
      Setting.duration(PREFIX + "sequence-horizon", "PT2160H", HOUR, YEARS);
  static final Setting<Boolean> SWEEP = Setting.flag(PREFIX + "sweep", true);
  static final Setting<Duration> SWEEP_INTERVAL =
      Setting.duration(PREFIX + "sweep-interval", "PT1M", SECOND, Duration.ofHours(24));

  private static final List<Setting<?>> OWN =
      List.of(
          WORKER,
          IN_FLIGHT,
          BATCH,
          LEASE,
          POLL,
          DRAIN,
          MAX_PAYLOAD,
          MAX_ATTEMPTS,
          ON_DEAD,
          LOG_EXCERPT,
          DEDUP_HORIZON,
          DELIVERED_HORIZON,
          DEAD_HORIZON,
          LOG_HORIZON,
          SEQUENCE_HORIZON,
          SWEEP,
          SWEEP_INTERVAL);

  private static final Map<String, Setting<String>> TABLES = tableSettings();

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      Stream.concat(OWN.stream(), TABLES.values().stream()).toList();

  static WebhookSettings of(Config config) {
    return new WebhookSettings(
        WORKER.in(config),
        IN_FLIGHT.in(config),
        BATCH.in(config),
        LEASE.in(config),
        POLL.in(config),
        DRAIN.in(config),
        MAX_PAYLOAD.in(config),
        MAX_ATTEMPTS.in(config),
        ON_DEAD.in(config) == OnDead.BLOCK,
        LOG_EXCERPT.in(config),
        new Horizons(
            DEDUP_HORIZON.in(config),
            DELIVERED_HORIZON.in(config),
            DEAD_HORIZON.in(config),
            LOG_HORIZON.in(config),
            SEQUENCE_HORIZON.in(config)),
        SWEEP.in(config),
        SWEEP_INTERVAL.in(config));
  }

  static Map<String, String> tables(Config config) {
    Map<String, String> tables = new TreeMap<>();
    TABLES.forEach((table, setting) -> tables.put(table, setting.in(config)));
    return tables;
  }

  private static Map<String, Setting<String>> tableSettings() {
    Map<String, Setting<String>> settings = new TreeMap<>();
    new WebhookSchema()
        .settings()
        .forEach(
            (table, key) ->
                settings.put(
                    table, Setting.text(key, table, "a table name", TableNames.IDENTIFIER)));
    return settings;
  }
}
