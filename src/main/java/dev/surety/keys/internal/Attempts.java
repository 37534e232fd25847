package dev.surety.keys.internal;

import dev.surety.keys.ContentionException;
import java.util.function.Supplier;

/**
 * Makes a change that loses a race again, at most {@value #MOST} times in all.
 *
 * <p>Attempts are counted whoever makes them: where {@link RetriedChange} retries, all are made
 * there; where it does not, they are made here. So there are three in either case, and never nine.
 */
final class Attempts {

  static final int MOST = 3;

  private final RetriedChange retried;

  Attempts(RetriedChange retried) {
    this.retried = retried;
  }

  /**
   * @throws ContentionException if every attempt lost
   */
  Object run(Supplier<Object> change) {
    Budget budget = new Budget(change);
    while (true) {
      try {
        return retried.run(budget);
      } catch (ContentionException e) {
        if (budget.isSpent()) {
          throw e;
        }
      }
    }
  }

  private static final class Budget implements Supplier<Object> {

    private final Supplier<Object> change;
    private int made;

    Budget(Supplier<Object> change) {
      this.change = change;
    }

    @Override
    public Object get() {
      if (isSpent()) {
        throw new ContentionException(
            "others changed the ring at each of " + MOST + " attempts; nothing was changed", null);
      }
      made++;
      return change.get();
    }

    boolean isSpent() {
      return made >= MOST;
    }
  }
}
