package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import dev.surety.core.net.PostResult.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy gets requests out; it changes nothing about where they may go. */
class GuardedPosterProxyTest extends GuardedPosters {

  private GuardedPoster through(ConnectProxy proxy, LocalServer server, String... networks) {
    return poster(new UrlPolicy(Set.of(server.port()), true), LOOPBACK, proxy.egress(), networks);
  }

  @Test
  void plainHttp_goesThroughATunnelToo() throws IOException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    try (ConnectProxy proxy = new ConnectProxy(200)) {
      GuardedPoster poster = through(proxy, server, "127.0.0.1/32");
      assertThat(post(poster, server)).isInstanceOf(Answered.class);
      assertThat(post(poster, server)).isInstanceOf(Answered.class);
      assertThat(proxy.asked()).containsExactly("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1");
      assertThat(server.heads().get(0)).contains("Host: keys.example:" + server.port());
    }
  }

  @Test
  void targetThatIsRefused_isNotAskedFor() throws IOException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    try (ConnectProxy proxy = new ConnectProxy(200)) {
      assertThat(post(through(proxy, server), server)).isEqualTo(new Refused(Refusal.ADDRESS));
      assertThat(proxy.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 407, 502})
  void proxyThatDeclines_isNoConnection(int status) throws IOException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    try (ConnectProxy proxy = new ConnectProxy(status)) {
      PostResult result = post(through(proxy, server, "127.0.0.1/32"), server);
      assertFailed(result, Reason.CONNECTION);
      assertThat(((Failed) result).detail()).contains("the proxy answered " + status);
      assertThat(server.heads()).isEmpty();
    }
  }

  @Test
  void proxyThatIsSilent_endsWithTheDeadline() throws IOException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    try (ConnectProxy proxy = new ConnectProxy(0)) {
      Post post = to(url(server), Duration.ofMillis(400));
      assertFailed(post(through(proxy, server, "127.0.0.1/32"), post), Reason.DEADLINE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy:3128",
        "https://proxy:3128",
        "http://proxy",
        "http://u:p@proxy:3128",
        "http://proxy:3128/a",
        "http://proxy:3128?a",
        "http://proxy:0",
        "http://proxy:70000",
        "socks://p:1"
      })
  void settingThatIsNoProxy_isRefused(String url) {
    assertThatThrownBy(() -> EgressProxy.of(url)).isInstanceOf(IllegalArgumentException.class);
  }
}
