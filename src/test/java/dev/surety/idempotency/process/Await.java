package dev.surety.idempotency.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come, however slow the machine is. */
final class Await {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Await() {}

  static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("it never came true that " + what);
      }
      Sleep.millis(20);
    }
  }
}
