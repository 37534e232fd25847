package dev.surety.core.net;

import dev.surety.SuretyException;
import dev.surety.core.LimitedLog;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedSelectorException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Sets up an HTTP client that connects to given addresses and does nothing by itself.
 *
 * <p>It looks no name up, follows no redirect, asks no proxy, repeats nothing, keeps no cookie or
 * connection, decodes nothing, and speaks HTTP/1.1, over TLS 1.2 or later with the name checked.
 */
final class PinnedTransport {

  private static final int CONNECTIONS = 1;
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_HEADERS = 100;
  private static final Timeout CONNECT = Timeout.ofSeconds(3);
  private static final Timeout SILENCE = Timeout.ofSeconds(30);

  private static final LimitedLog FAILURES =
      new LimitedLog(
          System.getLogger(PinnedTransport.class.getName()), Level.WARNING, "HTTP input failed");

  private PinnedTransport() {}

  /** A started client for one request; {@code threads} makes its two threads. */
  static CloseableHttpAsyncClient start(SSLContext tls, ThreadFactory threads) {
    CloseableHttpAsyncClient client =
        HttpAsyncClientBuilder.create()
            .setConnectionManager(connections(tls))
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(requests())
            .setHttp1Config(messages().build())
            .setIOReactorConfig(
                IOReactorConfig.custom().setIoThreadCount(1).setSoTimeout(SILENCE).build())
            .setRoutePlanner(new DefaultRoutePlanner(null))
            .setIoReactorExceptionCallback(PinnedTransport::tell)
            .setThreadFactory(threads)
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("Surety")
            .build();
    client.start();
    return client;
  }

  /** Closing wakes the selecting thread with an exception, which is no news. */
  private static void tell(Exception failure) {
    if (!(failure instanceof ClosedSelectorException)) {
      FAILURES.log(failure);
    }
  }

  private static AsyncClientConnectionManager connections(SSLContext context) {
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setTlsStrategy(tls(context))
        .setDnsResolver(new NoLookup())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(SILENCE).build())
        .setDefaultTlsConfig(http1())
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .build();
  }

  /** TLS 1.2 or later; the certificate must be for the name. */
  static TlsStrategy tls(SSLContext context) {
    return ClientTlsStrategyBuilder.create()
        .setSslContext(context)
        .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
        .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
        .buildAsync();
  }

  static TlsConfig http1() {
    return TlsConfig.custom()
        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
        .setHandshakeTimeout(CONNECT)
        .build();
  }

  static SSLContext trustedByDefault() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new SuretyException("this Java runtime has no TLS", e);
    }
  }

  private static RequestConfig requests() {
    return RequestConfig.custom()
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .setContentCompressionEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setExpectContinueEnabled(false)
        .build();
  }

  /** How long a line of a head may be, and how many there may be. */
  static Http1Config.Builder messages() {
    return Http1Config.custom().setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS);
  }

  /** A target that carries no address fails, whatever the library does with it. */
  private static final class NoLookup implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      throw new UnknownHostException("only checked addresses are connected to");
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      throw new UnknownHostException("only checked addresses are connected to");
    }
  }
}
