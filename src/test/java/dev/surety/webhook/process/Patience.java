package dev.surety.webhook.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come, however slow the machine is. */
final class Patience {

  private static final Duration LIMIT = Duration.ofMinutes(Boolean.getBoolean("slow") ? 10 : 2);

  private Patience() {}

  static void until(String what, BooleanSupplier holds) {
    until(() -> what, holds);
  }

  /**
   * @param what is asked only if it never comes
   */
  static void until(Supplier<String> what, BooleanSupplier holds) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("it never came true that " + what.get());
      }
      sleep(20);
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
