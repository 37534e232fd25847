package dev.surety.core;

import dev.surety.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's time for rules that are decided in the JVM, such as a signature's window.
 *
 * <p>Kept as an offset on {@link System#nanoTime}, read again with every own transaction of
 * Surety's and every five seconds without one; off by half a round trip at most, and never by what
 * the JVM's clock says. Thread-safe, without locks or waiting.
 */
public final class DatabaseClock {

  private static final Duration FRESH = Duration.ofSeconds(5);

  /** A machine that was suspended does not count it in its nanoTime. */
  private static final Duration KNOWN = Duration.ofSeconds(60);

  /** Slower answers tell the time less exactly than an earlier reading does. */
  private static final Duration QUICK = Duration.ofMillis(20);

  private final LongSupplier nanos;
  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

  /** The database's time at one moment of the JVM. */
  private record Reading(long micros, long nanos) {}

  public DatabaseClock() {
    this(System::nanoTime);
  }

  DatabaseClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether the database has told its time within a minute. */
  boolean isKnown() {
    Reading reading = last.get();
    return reading != null && !isOlder(reading, KNOWN, nanos.getAsLong());
  }

  /**
   * @throws UnavailableException if the database has not told its time for a minute
   */
  public Instant now() {
    Reading reading = last.get();
    long now = nanos.getAsLong();
    if (reading == null || isOlder(reading, KNOWN, now)) {
      throw new UnavailableException("the database has not told its time; try again", null);
    }
    return Micros.instant(reading.micros()).plusNanos(now - reading.nanos());
  }

  /** Starts a measurement; ends with {@link #answered} or {@link #overheard}. */
  long asked() {
    return nanos.getAsLong();
  }

  /**
   * Takes a reading.
   *
   * @param asked when the database was asked
   * @param micros its answer, microseconds since 1970
   */
  void answered(long asked, long micros) {
    long now = nanos.getAsLong();
    long trip = now - asked;
    Reading reading = last.get();
    if (reading == null || trip <= QUICK.toNanos() || isOlder(reading, FRESH, now)) {
      last.set(new Reading(micros, asked + trip / 2));
    }
  }

  /**
   * Takes a reading from a trip on which other work was done after the time was told; a slow one
   * tells nothing.
   */
  void overheard(long asked, long micros) {
    if (nanos.getAsLong() - asked <= QUICK.toNanos()) {
      answered(asked, micros);
    }
  }

  /** Reads the time now, and from then on whenever nothing else has read it. */
  Ticker keepFresh(OwnTransactions transactions, ScheduledExecutorService scheduler) {
    read(transactions);
    return new Ticker(
        scheduler, "reading the database's time", FRESH, () -> readIfOld(transactions));
  }

  private void readIfOld(OwnTransactions transactions) {
    Reading reading = last.get();
    if (reading == null || isOlder(reading, FRESH, nanos.getAsLong())) {
      read(transactions);
    }
  }

  /** Every own transaction reads it. */
  private static void read(OwnTransactions transactions) {
    boolean unused = transactions.run(() -> true);
  }

  private static boolean isOlder(Reading reading, Duration age, long now) {
    return now - reading.nanos() > age.toNanos();
  }
}
