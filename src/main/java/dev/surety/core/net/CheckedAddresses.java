package dev.surety.core.net;

import dev.surety.core.LimitedLog;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up once and lets only addresses out that may be connected to.
 *
 * <p>One address that is refused refuses the name. A lookup cannot be interrupted, so it runs on
 * one of a few threads and is waited for up to 5 s.
 */
final class CheckedAddresses implements AutoCloseable {

  private static final int MOST_ADDRESSES = 32;
  private static final int THREADS = 8;
  private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

  private final LimitedLog refusals =
      new LimitedLog(
          System.getLogger(CheckedAddresses.class.getName()),
          Level.WARNING,
          "an address that may not be connected to");

  private final Lookup lookup;
  private final AddressPolicy policy;
  private final ThreadPoolExecutor threads;

  CheckedAddresses(Lookup lookup, AddressPolicy policy, ThreadFactory factory) {
    this.lookup = lookup;
    this.policy = policy;
    this.threads =
        new ThreadPoolExecutor(0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  /** What a lookup gave. */
  sealed interface Result {}

  /** Every address of the name; each may be connected to. */
  record Checked(List<InetAddress> addresses) implements Result {}

  record Not(HttpResult why) implements Result {}

  Result of(String host, Deadline deadline) throws InterruptedException {
    Future<InetAddress[]> pending;
    try {
      pending = threads.submit(() -> lookup.addresses(host));
    } catch (RejectedExecutionException e) {
      return failed(Failure.BUSY);
    }
    try {
      long patience = Math.min(LONGEST_NANOS, deadline.remainingNanos());
      return check(List.of(pending.get(patience, TimeUnit.NANOSECONDS)));
    } catch (TimeoutException e) {
      pending.cancel(true);
      return failed(deadline.isOver() ? Failure.DEADLINE : Failure.NAME);
    } catch (ExecutionException e) {
      return failed(Failure.NAME);
    }
  }

  private Result check(List<InetAddress> addresses) {
    if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
      return failed(Failure.NAME);
    }
    for (InetAddress address : addresses) {
      if (!policy.permits(address)) {
        // operators see the address; callers, who might be probing, do not
        refusals.logAbout(address);
        return new Not(new HttpResult.Refused(Refusal.ADDRESS));
      }
    }
    return new Checked(addresses);
  }

  private static Result failed(Failure reason) {
    return new Not(new HttpResult.Failed(reason));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
