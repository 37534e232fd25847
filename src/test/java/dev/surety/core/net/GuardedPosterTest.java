package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import dev.surety.core.net.PostResult.Refused;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPosterTest extends GuardedPosters {

  private static Reason reason(PostResult result) {
    assertThat(result).isInstanceOf(Failed.class);
    return ((Failed) result).reason();
  }

  @Test
  void response_isToldWithStatusHeadersAndContent() {
    LocalServer server =
        open(
            LocalServer.keeping(
                "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nhello"));
    Answered answered = (Answered) post(poster(server), server);
    assertThat(answered.status()).isEqualTo(503);
    assertThat(answered.header("retry-after")).contains("7");
    assertThat(answered.content()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    assertThat(answered.truncated()).isFalse();
  }

  @Test
  void request_hasHeadersAndBodyAsGiven_andAsksForNoCoding() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    post(
        poster(server),
        to(
            url(server),
            PATIENCE,
            new HttpField("Content-Type", "application/json"),
            new HttpField("webhook-id", "a")));
    assertThat(server.heads().get(0))
        .isEqualTo(
            "POST /jwks?a=%20b HTTP/1.1\r\nHost: keys.example:"
                + server.port()
                + "\r\nContent-Type: application/json\r\nwebhook-id: a\r\nUser-Agent: Surety\r\n"
                + "Accept-Encoding: identity\r\nContent-Length: 7\r\n\r\n");
    assertThat(server.bodies()).containsExactly("{\"a\":1}");
  }

  @Test
  void largeBody_arrivesWhole() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    byte[] body = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    PostResult result =
        post(poster(server), new Post(url(server), List.of(), body, null, PATIENCE, false));
    assertThat(result).isInstanceOf(Answered.class);
    assertThat(server.bodies().get(0)).hasSize(1 << 20);
  }

  @Test
  void emptyBody_isSentWithItsLength() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    post(poster(server), new Post(url(server), List.of(), new byte[0], null, PATIENCE, false));
    assertThat(server.heads().get(0)).contains("Content-Length: 0\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Host, a",
    "Content-Length, 1",
    "Transfer-Encoding, chunked",
    "Connection, close",
    "Expect, 100-continue",
    "Upgrade, h2c",
    "'a b', c",
    "'', c",
    "bü, c",
    "a, ü"
  })
  void headerThatFramesTheMessageOrCannotBeSent_isRefused(String name, String value) {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    PostResult result = post(poster(server), to(url(server), PATIENCE, new HttpField(name, value)));
    assertThat(reason(result)).isEqualTo(Reason.REQUEST);
    assertThat(server.heads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\u0000", " a", "a "})
  void valueThatIsNoLine_isRefused(String value) {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    PostResult result = post(poster(server), to(url(server), PATIENCE, new HttpField("a", value)));
    assertThat(reason(result)).isEqualTo(Reason.REQUEST);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isAnAnswerAndNotFollowed(int status) {
    LocalServer other = open(LocalServer.keeping(EMPTY));
    LocalServer server =
        open(
            LocalServer.keeping(
                "HTTP/1.1 "
                    + status
                    + " R\r\nLocation: http://127.0.0.1:"
                    + other.port()
                    + "/\r\nContent-Length: 0\r\n\r\n"));
    assertThat(((Answered) post(poster(server), server)).status()).isEqualTo(status);
    assertThat(other.heads()).isEmpty();
  }

  @Test
  void ambientProxy_isNotAsked() {
    LocalServer proxy = open(LocalServer.keeping(EMPTY));
    LocalServer server = open(LocalServer.keeping(EMPTY));
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", Integer.toString(proxy.port()));
    System.setProperty("http.nonProxyHosts", "");
    try {
      assertThat(post(poster(server), server)).isInstanceOf(Answered.class);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
    assertThat(proxy.heads()).isEmpty();
  }

  @Test
  void unknownName_isTold() {
    Lookup none =
        host -> {
          throw new UnknownHostException(host);
        };
    PostResult result = post(poster(80, none), to(URI.create("http://a.example/"), PATIENCE));
    assertThat(reason(result)).isEqualTo(Reason.NAME);
  }

  @Test
  void moreThan32Addresses_areNone() {
    String[] many = new String[33];
    Arrays.fill(many, "127.0.0.1");
    LocalServer server = open(LocalServer.keeping(EMPTY));
    GuardedPoster poster = poster(server.port(), host -> addresses(many), "127.0.0.1/32");
    assertThat(reason(post(poster, server))).isEqualTo(Reason.NAME);
    assertThat(server.heads()).isEmpty();
  }

  @Test
  void answerThatTurnsPrivate_neverGetsAConnection() throws InterruptedException {
    LocalServer forbidden = open(new LocalServer("127.0.0.2", out -> {}));
    List<String> answers = new CopyOnWriteArrayList<>(List.of("127.0.0.1", "127.0.0.2"));
    Lookup rebinding = host -> addresses(answers.size() > 1 ? answers.remove(0) : answers.get(0));
    GuardedPoster poster = poster(forbidden.port(), rebinding, "127.0.0.1/32");
    assertThat(reason(post(poster, forbidden))).isEqualTo(Reason.CONNECTION);
    assertThat(lookups).hasValue(1);
    // the checked answer is used for 5 s, then the name is looked up and checked again
    Thread.sleep(CheckedAddresses.LONGEST.toMillis() + 100);
    assertThat(post(poster, forbidden)).isEqualTo(new Refused(Refusal.ADDRESS));
    assertThat(lookups).hasValue(2);
    assertThat(forbidden.connections()).isZero();
  }
}
