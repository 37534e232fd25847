package dev.surety.core;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants and durations as statements take and return them: microseconds, instants since 1970.
 *
 * <p>What is finer is cut off.
 */
public final class Micros {

  private Micros() {}

  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  public static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  /** Not by {@code ChronoUnit.between}, which in Java 17 reckons in nanoseconds: to 2262 only. */
  public static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  public static long of(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
