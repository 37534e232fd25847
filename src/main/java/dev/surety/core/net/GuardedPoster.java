package dev.surety.core.net;

import dev.surety.core.LimitedLog;
import dev.surety.core.net.PostParts.Egress;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts to URLs that others choose, many at once, without lending them this network (SSRF).
 *
 * <p>The rules are {@link GuardedHttpClient}'s: a name's addresses are all checked, the connection
 * goes to one of them, no redirect is followed, no ambient proxy asked. A post ends by its
 * deadline, however slowly bytes come; a response's head is read up to 16 KiB, its content up to 64
 * KiB. Two threads exchange bytes for up to 10,000 posts, one more watches deadlines, and names are
 * looked up on up to 32, which end when idle. Thread-safe.
 */
public final class GuardedPoster implements AutoCloseable {

  private static final int MOST_IN_FLIGHT = 10_000;
  private static final int LOOK_MILLIS = 50;
  private static final int LOOKS_PER_SWEEP = 20;

  private final LimitedLog failures =
      new LimitedLog(
          System.getLogger(GuardedPoster.class.getName()),
          Level.WARNING,
          "telling a result failed");

  private final UrlPolicy urls;
  private final PostParts parts;
  private final Set<Sending> inFlight = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param proxy null for none
   * @param keep how many bytes of a response's content its result has
   * @param threads makes all threads, three of them now
   */
  public GuardedPoster(
      UrlPolicy urls,
      AddressPolicy addresses,
      @Nullable EgressProxy proxy,
      int keep,
      ThreadFactory threads) {
    this(
        urls,
        addresses,
        proxy,
        keep,
        threads,
        InetAddress::getAllByName,
        PinnedTransport.trustedByDefault());
  }

  GuardedPoster(
      UrlPolicy urls,
      AddressPolicy addresses,
      @Nullable EgressProxy proxy,
      int keep,
      ThreadFactory threads,
      Lookup lookup,
      SSLContext tls) {
    this.urls = urls;
    this.parts =
        new PostParts(
            CheckedAddresses.forMany(lookup, addresses, threads),
            new IdleConnections(),
            new PostTransport(threads),
            proxy == null
                ? null
                : new Egress(
                    proxy, CheckedAddresses.forMany(lookup, EgressProxy.ANYWHERE, threads)),
            tls,
            keep);
    threads.newThread(this::watch).start();
  }

  /**
   * Begins and returns at once.
   *
   * @param done is told once, on any thread, perhaps before this returns; must not block
   */
  public void post(Post post, Consumer<PostResult> done) {
    Optional<Refusal> refusal = urls.refusal(post.url());
    if (refusal.isPresent()) {
      tell(done, new PostResult.Refused(refusal.get()));
    } else if (!PostHead.isSendable(post.headers())) {
      tell(done, new Failed(Reason.REQUEST, "a header cannot be sent"));
    } else if (count.incrementAndGet() > MOST_IN_FLIGHT) {
      count.decrementAndGet();
      tell(done, new Failed(Reason.BUSY, "too many requests are in flight"));
    } else {
      begin(post, done);
    }
  }

  private void begin(Post post, Consumer<PostResult> done) {
    Sending sending =
        new Sending(
            parts,
            post,
            urls.target(post.url()),
            (ended, result) -> {
              inFlight.remove(ended);
              count.decrementAndGet();
              tell(done, result);
            });
    inFlight.add(sending);
    if (isClosed()) {
      sending.end(new Failed(Reason.CLOSED, "closed"));
    } else {
      sending.start();
    }
  }

  /**
   * Checks a URL as each post is checked, without connecting.
   *
   * @return what is wrong with it, in fixed words that tell nothing of this network
   */
  public Optional<String> check(URI url) throws InterruptedException {
    Optional<Refusal> refusal = urls.refusal(url);
    if (refusal.isPresent()) {
      return refusal.map(Refusal::words);
    }
    CheckedAddresses.Result found =
        parts.names().of(urls.target(url).host(), Deadline.in(CheckedAddresses.LONGEST));
    return found instanceof CheckedAddresses.Checked
        ? Optional.empty()
        : Optional.of(Refusal.ADDRESS.words());
  }

  private void tell(Consumer<PostResult> done, PostResult result) {
    try {
      done.accept(result);
    } catch (RuntimeException e) {
      failures.log(e);
    }
  }

  /** One look at all that run costs less than a timer for each. */
  private void watch() {
    for (int look = 1; !isClosedAfterPause(); look++) {
      try {
        look(look % LOOKS_PER_SWEEP == 0);
      } catch (RuntimeException | Error e) {
        // one that fails must not leave the others without a deadline
        failures.log(e);
      }
    }
  }

  private void look(boolean sweeping) {
    long now = System.nanoTime();
    inFlight.forEach(sending -> sending.expire(now));
    if (sweeping) {
      parts.idle().sweep();
      parts.names().sweep();
    }
  }

  private boolean isClosedAfterPause() {
    try {
      return closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // only closing ends the watch; a stray interrupt must not leave posts without a deadline
      return false;
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  int inFlight() {
    return count.get();
  }

  int idleConnections() {
    return parts.idle().count();
  }

  /** Ends what runs: each is told. */
  @Override
  public void close() {
    closed.countDown();
    inFlight.forEach(sending -> sending.end(new Failed(Reason.CLOSED, "closed")));
    parts.idle().close();
    parts.transport().close();
    parts.names().close();
    Egress egress = parts.egress();
    if (egress != null) {
      egress.names().close();
    }
  }
}
