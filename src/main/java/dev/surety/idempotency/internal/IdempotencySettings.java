package dev.surety.idempotency.internal;

import dev.surety.SuretyException;
import dev.surety.core.Setting;
import dev.surety.core.TableNames;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The idempotency part's validated configuration; defaults and ranges stand here and nowhere else.
 */
public record IdempotencySettings(
    Duration lease,
    Duration maxWork,
    Duration ttl,
    Duration retryAfter,
    Guard guard,
    Anonymous anonymous,
    String keyHeader,
    Pattern keyPattern,
    List<String> hashedHeaders,
    List<String> storedHeaders,
    int maxBody,
    int maxAnswer,
    boolean waitForOwner,
    Duration waitLimit,
    int maxWaiters,
    long maxRows,
    long maxBytes,
    int maxInsertsPerMinute,
    boolean sweep,
    Duration sweepInterval) {

  /** Names and values of a kept answer together; more would weigh on who shares its transaction. */
  public static final int MOST_HEADER_CHARS = 16 * 1024;

  /** Which resource methods are guarded. */
  public enum Guard {
    /** Those annotated. */
    ANNOTATED,
    /** Those annotated and every POST and PATCH. */
    POST_AND_PATCH
  }

  /** What happens to callers without an identity. */
  public enum Anonymous {
    REFUSE,
    /** They share one principal; their keys need at least 16 characters. */
    ALLOW
  }

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  static final Setting<String> TABLE =
      Setting.text(
          IdempotencySchema.TABLE, "surety_idempotency", "a table name", TableNames.IDENTIFIER);
  static final Setting<String> USAGE_TABLE =
      Setting.text(
          IdempotencySchema.USAGE_TABLE,
          "surety_idempotency_usage",
          "a table name",
          TableNames.IDENTIFIER);
  static final Setting<Duration> LEASE =
      Setting.duration(
          "surety.idempotency.lease", "PT60S", Duration.ofSeconds(1), Duration.ofHours(1));
  static final Setting<Duration> MAX_WORK =
      Setting.duration(
          "surety.idempotency.max-work", "PT5M", Duration.ofSeconds(1), Duration.ofHours(24));
  public static final Setting<Duration> TTL =
      Setting.duration("surety.idempotency.ttl", "PT24H", Duration.ofHours(1), Duration.ofDays(31));
  static final Setting<Duration> RETRY_AFTER =
      Setting.duration(
          "surety.idempotency.retry-after", "PT1S", Duration.ofSeconds(1), Duration.ofHours(1));
  static final Setting<Guard> GUARD = Setting.choice("surety.idempotency.guard", Guard.ANNOTATED);
  static final Setting<Anonymous> ANONYMOUS =
      Setting.choice("surety.idempotency.anonymous", Anonymous.REFUSE);
  static final Setting<String> KEY_HEADER =
      Setting.text("surety.idempotency.key-header", "Idempotency-Key", "a header name", TOKEN);
  static final Setting<Pattern> KEY_PATTERN =
      new Setting<>(
          "surety.idempotency.key-pattern",
          "[!-~]{1,255}",
          "a regular expression for the whole key",
          Pattern::compile);
  static final Setting<List<String>> HASHED_HEADERS =
      Setting.list("surety.idempotency.hashed-headers", "header names", TOKEN);
  static final Setting<List<String>> STORED_HEADERS =
      Setting.list("surety.idempotency.stored-headers", "header names", TOKEN);
  static final Setting<Integer> MAX_BODY =
      Setting.integer("surety.idempotency.max-body", 1 << 20, 0, 64 << 20);
  static final Setting<Integer> MAX_ANSWER =
      Setting.integer("surety.idempotency.max-answer", 1 << 20, 0, 64 << 20);
  static final Setting<Boolean> WAIT = Setting.flag("surety.idempotency.wait", false);
  static final Setting<Duration> WAIT_LIMIT =
      Setting.duration(
          "surety.idempotency.wait-limit", "PT10S", Duration.ofMillis(100), Duration.ofMinutes(5));
  static final Setting<Integer> MAX_WAITERS =
      Setting.integer("surety.idempotency.max-waiters", 100, 1, 10_000);
  static final Setting<Long> MAX_ROWS =
      Setting.integer("surety.idempotency.max-rows", 100_000L, 1L, 1_000_000_000L);
  static final Setting<Long> MAX_BYTES =
      Setting.integer("surety.idempotency.max-bytes", 256L << 20, 1L, 1L << 50);
  static final Setting<Integer> MAX_INSERTS_PER_MINUTE =
      Setting.integer("surety.idempotency.max-inserts-per-minute", 0, 0, 1_000_000_000);
  static final Setting<Boolean> SWEEP = Setting.flag("surety.idempotency.sweep", true);
  static final Setting<Duration> SWEEP_INTERVAL =
      Setting.duration(
          "surety.idempotency.sweep-interval", "PT1M", Duration.ofSeconds(1), Duration.ofDays(1));

  /** Every setting of this part, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      List.of(
          LEASE,
          MAX_WORK,
          TTL,
          RETRY_AFTER,
          GUARD,
          ANONYMOUS,
          KEY_HEADER,
          KEY_PATTERN,
          HASHED_HEADERS,
          STORED_HEADERS,
          MAX_BODY,
          MAX_ANSWER,
          WAIT,
          WAIT_LIMIT,
          MAX_WAITERS,
          MAX_ROWS,
          MAX_BYTES,
          MAX_INSERTS_PER_MINUTE,
          SWEEP,
          SWEEP_INTERVAL,
          TABLE,
          USAGE_TABLE);

  public IdempotencySettings {
    hashedHeaders = List.copyOf(hashedHeaders);
    storedHeaders = List.copyOf(storedHeaders);
    if (maxWork.compareTo(lease) < 0) {
      throw new SuretyException(
          "setting "
              + MAX_WORK.key()
              + " = "
              + maxWork
              + " is shorter than "
              + LEASE.key()
              + " = "
              + lease
              + "; work may last at least one lease");
    }
  }

  /**
   * @throws SuretyException naming the first value that is not allowed
   */
  public static IdempotencySettings of(Config config) {
    return new IdempotencySettings(
        LEASE.in(config),
        MAX_WORK.in(config),
        TTL.in(config),
        RETRY_AFTER.in(config),
        GUARD.in(config),
        ANONYMOUS.in(config),
        KEY_HEADER.in(config),
        KEY_PATTERN.in(config),
        HASHED_HEADERS.in(config),
        STORED_HEADERS.in(config),
        MAX_BODY.in(config),
        MAX_ANSWER.in(config),
        WAIT.in(config),
        WAIT_LIMIT.in(config),
        MAX_WAITERS.in(config),
        MAX_ROWS.in(config),
        MAX_BYTES.in(config),
        MAX_INSERTS_PER_MINUTE.in(config),
        SWEEP.in(config),
        SWEEP_INTERVAL.in(config));
  }
}
