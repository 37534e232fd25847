package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.core.Fault;
import dev.surety.core.Flush;
import dev.surety.core.GroupCommit;
import dev.surety.core.OwnTransactions;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs what callers ask for in transactions of its own, each by itself, off their threads; one that
 * meets a lock is tried {@value #MOST_ATTEMPTS} times.
 */
final class OwnCalls implements AutoCloseable {

  private static final int MOST_ATTEMPTS = 5;

  private final GroupCommit<Supplier<? extends Object>, Object> commits;

  OwnCalls(Core core) {
    this.commits =
        new GroupCommit<>(
            new EachByItself(core.ownTransactions()),
            core.threads(),
            core.settings().queue(),
            core.settings().patience());
  }

  /**
   * @throws dev.surety.UnavailableException if the database cannot answer in time
   */
  @SuppressWarnings("unchecked") // the answer is what this very supplier has returned
  <T> T call(Supplier<T> work) {
    return (T) commits.call(work);
  }

  @Override
  public void close() {
    commits.close();
  }

  private record EachByItself(OwnTransactions transactions)
      implements Flush<Supplier<? extends Object>, Object> {

    @Override
    public List<Object> apply(List<Supplier<? extends Object>> works) {
      return List.of(attempted(works.get(0)));
    }

    @Override
    public Function<Supplier<? extends Object>, Object> grouping(
        List<Supplier<? extends Object>> batch) {
      return work -> new Object();
    }

    private Object attempted(Supplier<? extends Object> work) {
      for (int attempt = 1; ; attempt++) {
        try {
          return transactions.run(work::get);
        } catch (RuntimeException e) {
          if (attempt == MOST_ATTEMPTS || Fault.of(e) != Fault.CONTENTION) {
            throw e;
          }
        }
      }
    }
  }
}
