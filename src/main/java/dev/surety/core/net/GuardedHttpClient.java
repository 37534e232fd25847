package dev.surety.core.net;

import dev.surety.core.net.CheckedAddresses.Checked;
import dev.surety.core.net.CheckedAddresses.Not;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Requests URLs that others choose, without lending them this network (SSRF).
 *
 * <p>A name is looked up once, all its addresses are checked, and the connection goes to one of
 * them: an answer that changes afterwards changes nothing. Every request ends by its deadline,
 * however slowly bytes come. Thread-safe; closing it ends what runs.
 */
public final class GuardedHttpClient implements AutoCloseable {

  private static final int MOST_AT_ONCE = 8;

  private final UrlPolicy urls;
  private final CheckedAddresses names;
  private final Supplier<CloseableHttpAsyncClient> transports;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Set<CloseableHttpAsyncClient> running = ConcurrentHashMap.newKeySet();

  /**
   * @param threads makes the few threads that connect and look names up
   */
  public GuardedHttpClient(UrlPolicy urls, AddressPolicy addresses, ThreadFactory threads) {
    this(urls, addresses, threads, InetAddress::getAllByName, PinnedTransport.trustedByDefault());
  }

  GuardedHttpClient(
      UrlPolicy urls,
      AddressPolicy addresses,
      ThreadFactory threads,
      Lookup lookup,
      SSLContext tls) {
    this.urls = urls;
    this.names = CheckedAddresses.forFew(lookup, addresses, threads);
    this.transports = () -> PinnedTransport.start(tls, threads);
  }

  /**
   * Gets the URL and waits for the whole response.
   *
   * @param limit the most bytes of content
   * @param patience for everything together: lookup, connection, response
   */
  public HttpResult get(URI url, int limit, Duration patience) {
    Optional<Refusal> refusal = urls.refusal(url);
    if (refusal.isPresent()) {
      return new HttpResult.Refused(refusal.get());
    }
    Target target = urls.target(url);
    Deadline deadline = Deadline.in(patience);
    try {
      CheckedAddresses.Result found = names.of(target.host(), deadline);
      return found instanceof Checked checked
          ? send(target, checked.addresses(), limit, deadline)
          : ((Not) found).why();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HttpResult.Failed(Failure.DEADLINE);
    }
  }

  /**
   * Every request has a transport of its own: one that is cancelled while it connects may keep its
   * place in a shared pool for ever.
   */
  private HttpResult send(Target target, List<InetAddress> addresses, int limit, Deadline deadline)
      throws InterruptedException {
    if (!places.tryAcquire()) {
      return new HttpResult.Failed(Failure.BUSY);
    }
    CloseableHttpAsyncClient transport = transports.get();
    running.add(transport);
    try {
      return send(transport, target, addresses, limit, deadline);
    } finally {
      running.remove(transport);
      transport.close(CloseMode.IMMEDIATE);
      places.release();
    }
  }

  /** The next address is tried only if there was no connection, so that nothing is sent twice. */
  private static HttpResult send(
      CloseableHttpAsyncClient transport,
      Target target,
      List<InetAddress> addresses,
      int limit,
      Deadline deadline)
      throws InterruptedException {
    for (InetAddress address : addresses) {
      try {
        return send(transport, target, address, limit, deadline);
      } catch (ExecutionException e) {
        if (!isUnconnected(e.getCause())) {
          return new HttpResult.Failed(failure(e.getCause()));
        }
      } catch (CancellationException e) {
        return new HttpResult.Failed(Failure.BUSY);
      } catch (TimeoutException e) {
        return new HttpResult.Failed(Failure.DEADLINE);
      }
    }
    return new HttpResult.Failed(deadline.isOver() ? Failure.DEADLINE : Failure.CONNECTION);
  }

  private static HttpResult send(
      CloseableHttpAsyncClient transport,
      Target target,
      InetAddress address,
      int limit,
      Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpHost host = new HttpHost(target.scheme(), address, target.host(), target.port());
    BasicHttpRequest request = new BasicHttpRequest(Method.GET, host, target.requestTarget());
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", "identity");
    BoundedResponse response = new BoundedResponse(limit);
    Future<HttpResult.Body> pending =
        transport.execute(
            host,
            new BasicRequestProducer(request, null),
            response,
            null,
            HttpCoreContext.create(),
            null);
    try {
      return pending.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } finally {
      response.abandon();
      pending.cancel(true);
    }
  }

  private static boolean isUnconnected(@Nullable Throwable cause) {
    return cause instanceof ConnectException || cause instanceof ConnectTimeoutException;
  }

  private static Failure failure(@Nullable Throwable cause) {
    boolean large =
        cause instanceof BoundedResponse.TooLarge || cause instanceof MessageConstraintException;
    return large ? Failure.TOO_LARGE : Failure.CONNECTION;
  }

  @Override
  public void close() {
    names.close();
    running.forEach(transport -> transport.close(CloseMode.IMMEDIATE));
  }
}
