package dev.surety.core.net;

import dev.surety.core.net.CheckedAddresses.Checked;
import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import org.apache.hc.core5.reactor.IOSession;
import org.jspecify.annotations.Nullable;

/** The way of one post to one connection: directly or through the proxy, then TLS. */
final class Connecting {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
  private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(5);

  private final PostParts parts;
  private final Route route;
  private final Sending sending;
  private volatile @Nullable IOSession session;
  private volatile @Nullable Future<IOSession> pending;
  private volatile String phase = "connecting";

  Connecting(PostParts parts, Route route, Sending sending) {
    this.parts = parts;
    this.route = route;
    this.sending = sending;
  }

  String phase() {
    return phase;
  }

  void reuse(IOSession idle) {
    session = idle;
  }

  /** Leads to {@link Sending#connected}, {@link Sending#unconnected} or an end. */
  void connect(long patienceNanos) {
    Duration most = shorter(LONGEST_CONNECT, patienceNanos);
    PostParts.Egress egress = parts.egress();
    if (egress == null) {
      connect(new InetSocketAddress(route.address(), route.port()), most, this::secure);
    } else {
      egress.names().find(egress.proxy().host(), found -> tunnel(egress, found, most));
    }
  }

  private void tunnel(PostParts.Egress egress, CheckedAddresses.Result found, Duration most) {
    if (found instanceof Checked checked) {
      InetAddress address = checked.addresses().get(0);
      connect(new InetSocketAddress(address, egress.proxy().port()), most, this::tunnel);
    } else {
      sending.unconnected(new ConnectException("the proxy has no address"));
    }
  }

  private void connect(InetSocketAddress to, Duration most, Consumer<IOSession> then) {
    try {
      Future<IOSession> asked =
          parts
              .transport()
              .connect(
                  name(), to, most, new Told<>(made -> made(made, then), sending::unconnected));
      pending = asked;
      if (sending.isOver() && session == null) {
        asked.cancel(true);
      }
    } catch (IOReactorShutdownException e) {
      sending.end(PostFailures.of(Reason.CLOSED, e));
    }
  }

  private void made(IOSession made, Consumer<IOSession> then) {
    session = made;
    if (sending.isOver()) {
      made.close(CloseMode.IMMEDIATE);
    } else {
      then.accept(made);
    }
  }

  private void tunnel(IOSession made) {
    phase = "waiting for the proxy";
    InetAddress address = route.address();
    String host = address.getHostAddress();
    String to = (address.getAddress().length == 4 ? host : '[' + host + ']') + ':' + route.port();
    parts
        .transport()
        .execute(made, new Exchange(PostHead.tunnel(to), new byte[0], 0, new Tunnel(made)));
  }

  private void secure(IOSession made) {
    if (!route.isTls()) {
      proceed();
      return;
    }
    phase = "agreeing on TLS";
    parts
        .transport()
        .secure(
            made,
            name(),
            route.tls(),
            LONGEST_HANDSHAKE,
            new Told<>(
                secured -> proceed(),
                failure -> sending.end(PostFailures.of(Reason.TLS, failure))));
  }

  private void proceed() {
    sending.connected(this);
  }

  void execute(Exchange exchange) {
    phase = "waiting for the response";
    IOSession at = session;
    if (at != null) {
      parts.transport().execute(at, exchange);
    }
  }

  /** Gives the connection up: to the next post, or for good. */
  void leave(boolean reusable) {
    IOSession at = session;
    Future<IOSession> asked = pending;
    if (at == null) {
      if (asked != null) {
        asked.cancel(true);
      }
    } else if (reusable) {
      parts.idle().put(route, at);
    } else {
      at.close(CloseMode.IMMEDIATE);
    }
  }

  void dropOthers() {
    parts.idle().drop(route);
  }

  private HttpHost name() {
    return new HttpHost(route.scheme(), route.address(), route.host(), route.port());
  }

  private static Duration shorter(Duration most, long nanos) {
    return nanos < most.toNanos() ? Duration.ofNanos(Math.max(nanos, 1_000_000)) : most;
  }

  /** Waits for the proxy's word; after a success the connection is the target's. */
  private final class Tunnel implements Exchange.Listener {

    private final IOSession made;

    Tunnel(IOSession made) {
      this.made = made;
    }

    @Override
    public void answered(Answered response, boolean whole) {
      if (response.status() / 100 == 2) {
        secure(made);
      } else {
        made.close(CloseMode.IMMEDIATE);
        sending.unconnected(new IOException("the proxy answered " + response.status()));
      }
    }

    @Override
    public void failed(Exception cause, boolean begun, boolean heard) {
      if (phase.equals("waiting for the proxy")) {
        sending.end(PostFailures.of(Reason.CONNECTION, cause));
      }
    }
  }

  /** A callback of two halves. */
  private record Told<T>(Consumer<T> success, Consumer<Exception> failure)
      implements FutureCallback<T> {

    @Override
    public void completed(T result) {
      success.accept(result);
    }

    @Override
    public void failed(Exception cause) {
      failure.accept(cause);
    }

    @Override
    public void cancelled() {
      failure.accept(new ConnectException("given up"));
    }
  }
}
