package dev.surety.idempotency.internal;

import dev.surety.idempotency.Reservation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Which run the current thread is in the middle of; runs nest.
 *
 * <p>Bound to the thread for exactly as long as the work is called on it, so that nothing is left
 * behind on a pooled thread.
 */
public final class CurrentRun {

  private static final ThreadLocal<Reservation.@Nullable Reserved> CURRENT = new ThreadLocal<>();

  private CurrentRun() {}

  /** Calls the work as part of the run. */
  public static <T extends @Nullable Object> T during(
      Reservation.Reserved reserved, Callable<T> work) throws Exception {
    Reservation.Reserved outer = CURRENT.get();
    CURRENT.set(reserved);
    try {
      return work.call();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  /**
   * @throws IllegalStateException outside a run
   */
  static Reservation.Reserved get() {
    Reservation.Reserved reserved = CURRENT.get();
    if (reserved == null) {
      throw new IllegalStateException(
          "IdempotencyContext can be asked only by the thread that an idempotent method was called"
              + " on, while it runs");
    }
    return reserved;
  }
}
