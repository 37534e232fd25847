package dev.surety.core.net;

import dev.surety.core.LimitedLog;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Connects to given addresses and exchanges messages there, on two threads, and does nothing by
 * itself.
 *
 * <p>It is HttpCore without a client on top: no name is looked up, no header added, nothing
 * followed or repeated, and there is no pool whose places could be lost. HTTP/1.1, over TLS as
 * {@link PinnedTransport} sets it up.
 */
final class PostTransport implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int BUFFER = 4 << 10;
  private static final TimeValue LOOK = TimeValue.ofMilliseconds(250);

  private static final LimitedLog FAILURES =
      new LimitedLog(
          System.getLogger(PostTransport.class.getName()), Level.WARNING, "HTTP input failed");

  private final DefaultConnectingIOReactor reactor;
  private final ConcurrentHashMap<SSLContext, TlsStrategy> tls = new ConcurrentHashMap<>();

  PostTransport(ThreadFactory threads) {
    ClientHttp1StreamDuplexerFactory messages = messages();
    this.reactor =
        new DefaultConnectingIOReactor(
            (session, attachment) -> new ClientHttp1IOEventHandler(messages.create(session)),
            IOReactorConfig.custom()
                .setIoThreadCount(THREADS)
                .setSelectInterval(LOOK)
                .setSoTimeout(Timeout.DISABLED)
                .setTcpNoDelay(true)
                .build(),
            threads,
            null,
            PostTransport::tell,
            null,
            session -> session.close(CloseMode.IMMEDIATE));
    reactor.start();
  }

  private static ClientHttp1StreamDuplexerFactory messages() {
    DefaultHttpResponseParserFactory parsers =
        new DefaultHttpResponseParserFactory(PinnedTransport.messages().build());
    return new ClientHttp1StreamDuplexerFactory(
        HttpProcessorBuilder.create().build(),
        PinnedTransport.messages().setBufferSize(BUFFER).build(),
        null,
        DefaultClientConnectionReuseStrategy.INSTANCE,
        () -> new BoundedHead(parsers.create()),
        null,
        null);
  }

  /** Closing wakes the selecting threads with an exception, which is no news. */
  private static void tell(Exception failure) {
    if (!(failure instanceof ClosedSelectorException)) {
      FAILURES.log(failure);
    }
  }

  /**
   * @param name what the connection is for; nobody looks it up
   */
  Future<IOSession> connect(
      HttpHost name, InetSocketAddress address, Duration most, FutureCallback<IOSession> done) {
    return reactor.connect(name, address, null, Timeout.of(most), null, done);
  }

  /** Makes the connection one of TLS, for that name. */
  void secure(
      IOSession session,
      HttpHost name,
      SSLContext context,
      Duration most,
      FutureCallback<TransportSecurityLayer> done) {
    tls.computeIfAbsent(context, PinnedTransport::tls)
        .upgrade(
            (TransportSecurityLayer) session,
            name,
            PinnedTransport.http1(),
            Timeout.of(most),
            done);
  }

  void execute(IOSession session, Exchange exchange) {
    session.enqueue(
        new RequestExecutionCommand(exchange, HttpCoreContext.create()), Command.Priority.NORMAL);
  }

  @Override
  public void close() {
    reactor.close(CloseMode.IMMEDIATE);
  }
}
