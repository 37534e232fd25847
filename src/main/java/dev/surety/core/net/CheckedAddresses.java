package dev.surety.core.net;

import dev.surety.core.LimitedLog;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up once and lets only addresses out that may be connected to.
 *
 * <p>One address that is refused refuses the name. A lookup cannot be interrupted, so it runs on
 * one of a few threads, where whoever asks for the same name meanwhile joins it, and is waited for
 * up to 5 s. Thread-safe.
 */
final class CheckedAddresses implements AutoCloseable {

  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final int MOST_ADDRESSES = 32;
  private static final int THREADS = 8;
  private static final int MANY_THREADS = 32;
  private static final int QUEUE = 10_000;

  private final LimitedLog refusals =
      new LimitedLog(
          System.getLogger(CheckedAddresses.class.getName()),
          Level.WARNING,
          "an address that may not be connected to");

  private final Lookup lookup;
  private final AddressPolicy policy;
  private final ThreadPoolExecutor threads;
  private final long keptNanos;
  private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();

  private CheckedAddresses(
      Lookup lookup, AddressPolicy policy, ThreadPoolExecutor threads, Duration kept) {
    this.lookup = lookup;
    this.policy = policy;
    this.threads = threads;
    this.keptNanos = kept.toNanos();
    threads.allowCoreThreadTimeOut(true);
  }

  /** Asks anew each time; is {@link Failure#BUSY} rather than letting a lookup wait. */
  static CheckedAddresses forFew(Lookup lookup, AddressPolicy policy, ThreadFactory factory) {
    return new CheckedAddresses(
        lookup, policy, pool(0, THREADS, new SynchronousQueue<>(), factory), Duration.ZERO);
  }

  /** Lets lookups wait, and keeps each answer for 5 s, so that a busy host is not asked for. */
  static CheckedAddresses forMany(Lookup lookup, AddressPolicy policy, ThreadFactory factory) {
    return new CheckedAddresses(
        lookup,
        policy,
        pool(MANY_THREADS, MANY_THREADS, new LinkedBlockingQueue<>(QUEUE), factory),
        LONGEST);
  }

  private static ThreadPoolExecutor pool(
      int least, int most, BlockingQueue<Runnable> queue, ThreadFactory factory) {
    return new ThreadPoolExecutor(least, most, 10, TimeUnit.SECONDS, queue, factory);
  }

  /** What a lookup gave. */
  sealed interface Result {}

  /** Every address of the name; each may be connected to. */
  record Checked(List<InetAddress> addresses) implements Result {}

  record Not(HttpResult why) implements Result {}

  /** Waits up to 5 s, and not beyond the deadline. */
  Result of(String host, Deadline deadline) throws InterruptedException {
    long patience = Math.min(LONGEST.toNanos(), deadline.remainingNanos());
    try {
      return find(host).get(patience, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return failed(deadline.isOver() ? Failure.DEADLINE : Failure.NAME);
    } catch (ExecutionException e) {
      return failed(Failure.NAME);
    }
  }

  /** Returns at once; who asks decides how long to wait. */
  void find(String host, Consumer<Result> then) {
    var unused = find(host).thenAccept(then);
  }

  private CompletableFuture<Result> find(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return CompletableFuture.completedFuture(check(List.of(literal)));
    }
    String name = host.toLowerCase(Locale.ROOT);
    Answer held = answers.get(name);
    if (held == null || held.isOld(keptNanos)) {
      held = answers.compute(name, this::renewed);
      if (keptNanos == 0) {
        Answer asked = held;
        var unused = asked.result.thenRun(() -> answers.remove(name, asked));
      }
    }
    return held.result;
  }

  /** Whether nobody has begun to look the name up, because other names take all threads. */
  boolean isQueued(String host) {
    Answer asked = answers.get(host.toLowerCase(Locale.ROOT));
    return asked != null && !asked.begun.get();
  }

  /** Forgets answers that are too old to be given again. */
  void sweep() {
    answers.values().removeIf(answer -> answer.isOld(keptNanos));
  }

  private Answer renewed(String name, @Nullable Answer held) {
    return held == null || held.isOld(keptNanos) ? asked(name) : held;
  }

  private Answer asked(String name) {
    AtomicBoolean begun = new AtomicBoolean();
    try {
      return new Answer(begun, CompletableFuture.supplyAsync(() -> lookUp(name, begun), threads));
    } catch (RejectedExecutionException e) {
      return new Answer(begun, CompletableFuture.completedFuture(failed(Failure.BUSY)));
    }
  }

  private Result lookUp(String name, AtomicBoolean begun) {
    begun.set(true);
    try {
      return check(List.of(lookup.addresses(name)));
    } catch (UnknownHostException | RuntimeException e) {
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

  private static @Nullable InetAddress literal(String host) {
    boolean mayBe = host.indexOf(':') >= 0 || Character.digit(host.charAt(0), 10) >= 0;
    byte[] address = mayBe ? IpAddress.of(host) : null;
    try {
      return address == null ? null : InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes or 16 are an address", e);
    }
  }

  private static Result failed(Failure reason) {
    return new Not(new HttpResult.Failed(reason));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** What is known of a name, or will be. */
  private static final class Answer {

    private final AtomicBoolean begun;
    private final CompletableFuture<Result> result;
    private volatile long since;

    Answer(AtomicBoolean begun, CompletableFuture<Result> result) {
      this.begun = begun;
      this.since = System.nanoTime();
      this.result = result.whenComplete((addresses, failure) -> this.since = System.nanoTime());
    }

    /** One that is awaited is not: a name that hangs has one thread. */
    boolean isOld(long keptNanos) {
      return result.isDone() && System.nanoTime() - since >= keptNanos;
    }
  }
}
