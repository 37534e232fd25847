package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import dev.surety.core.net.HttpResult.Refused;
import dev.surety.testing.RecordedLog;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedHttpClientTest extends GuardedClients {

  @Test
  void response_isReadWithStatusHeadersAndBytes() {
    LocalServer server =
        open(LocalServer.answering(OK + "A: 1\r\na: 2\r\nContent-Length: 5\r\n\r\nhello"));
    Body body = (Body) get(server);
    assertThat(body.status()).isEqualTo(200);
    assertThat(body.header("A")).contains("1, 2");
    assertThat(body.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    assertThat(lookups).hasValue(1);
  }

  @Test
  void request_namesTheHostAndAsksForNoCoding() {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    get(server);
    String head = server.heads().get(0);
    assertThat(head)
        .startsWith("GET /jwks?a=%20b HTTP/1.1\r\n")
        .containsIgnoringCase("Host: keys.example:" + server.port())
        .containsIgnoringCase("Accept-Encoding: identity")
        .doesNotContainIgnoringCase("Upgrade")
        .doesNotContainIgnoringCase("Cookie");
    assertThat(head.toLowerCase().split("accept-encoding")).hasSize(2);
  }

  @Test
  void codedContent_isNotDecoded() {
    LocalServer server =
        open(
            LocalServer.answering(
                OK + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008bxx"));
    assertThat(((Body) get(server)).bytes()).hasSize(4);
  }

  @Test
  void privateAddress_isRefusedAndNotConnectedTo() {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    HttpResult result = client(server.port(), LOOPBACK).get(url(server), LIMIT, PATIENCE);
    assertThat(result).isEqualTo(new Refused(Refusal.ADDRESS));
    assertThat(server.heads()).isEmpty();
  }

  @Test
  void privateAddressAsLiteral_isRefused() {
    URI url = URI.create("http://127.0.0.1:80/");
    assertThat(client(80, InetAddress::getAllByName).get(url, LIMIT, PATIENCE))
        .isEqualTo(new Refused(Refusal.ADDRESS));
    URI six = URI.create("http://[::1]:80/");
    assertThat(client(80, InetAddress::getAllByName).get(six, LIMIT, PATIENCE))
        .isEqualTo(new Refused(Refusal.ADDRESS));
  }

  @Test
  void oneAddressOfManyThatIsPrivate_refusesTheName() {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    Lookup mixed = host -> addresses("127.0.0.1", "127.0.0.2");
    HttpResult result =
        client(server.port(), mixed, "127.0.0.1/32").get(url(server), LIMIT, PATIENCE);
    assertThat(result).isEqualTo(new Refused(Refusal.ADDRESS));
    assertThat(server.heads()).isEmpty();
  }

  @Test
  void answerThatTurnsPrivate_neverGetsAConnection() {
    LocalServer forbidden =
        open(new LocalServer("127.0.0.2", out -> out.write("x".getBytes(StandardCharsets.UTF_8))));
    List<String> answers = new CopyOnWriteArrayList<>(List.of("127.0.0.1", "127.0.0.2"));
    Lookup rebinding = host -> addresses(answers.size() > 1 ? answers.remove(0) : answers.get(0));
    GuardedHttpClient client = client(forbidden.port(), rebinding, "127.0.0.1/32");
    assertThat(client.get(url(forbidden), LIMIT, PATIENCE))
        .isEqualTo(new Failed(Failure.CONNECTION));
    assertThat(lookups).hasValue(1);
    assertThat(client.get(url(forbidden), LIMIT, PATIENCE)).isEqualTo(new Refused(Refusal.ADDRESS));
    assertThat(forbidden.heads()).isEmpty();
  }

  @Test
  void addressThatRefusesConnections_isFollowedByTheNext() {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 2\r\n\r\nok"));
    Lookup two = host -> addresses("127.0.0.3", "127.0.0.1");
    HttpResult result = client(server.port(), two, "127.0.0.0/8").get(url(server), LIMIT, PATIENCE);
    assertThat(result).isInstanceOf(Body.class);
  }

  @Test
  void unknownName_fails() {
    Lookup none =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThat(client(80, none).get(URI.create("http://a.example/"), LIMIT, PATIENCE))
        .isEqualTo(new Failed(Failure.NAME));
  }

  @Test
  void nameWith33Addresses_fails() {
    Lookup many =
        host -> {
          InetAddress[] all = new InetAddress[33];
          java.util.Arrays.fill(all, InetAddress.getByName("8.8.8.8"));
          return all;
        };
    assertThat(client(80, many).get(URI.create("http://a.example/"), LIMIT, PATIENCE))
        .isEqualTo(new Failed(Failure.NAME));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNotFollowed(int status) {
    LocalServer target = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    LocalServer server =
        open(
            LocalServer.answering(
                "HTTP/1.1 "
                    + status
                    + " Moved\r\nLocation: http://127.0.0.1:"
                    + target.port()
                    + "/\r\nContent-Length: 0\r\n\r\n"));
    assertThat(((Body) get(server)).status()).isEqualTo(status);
    assertThat(target.heads()).isEmpty();
    assertThat(server.heads()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized\r\nWWW-Authenticate: Basic realm=a", "503 Busy"})
  void refusedOrFailedRequest_isNotRepeated(String status) {
    LocalServer server =
        open(
            LocalServer.answering(
                "HTTP/1.1 " + status + "\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"));
    assertThat(get(server)).isInstanceOf(Body.class);
    assertThat(server.heads()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"
      })
  void brokenResponse_fails(String response) {
    assertThat(get(open(LocalServer.answering(response))))
        .isEqualTo(new Failed(Failure.CONNECTION));
  }

  @Test
  void proxyOfTheEnvironment_isIgnored() {
    LocalServer proxy = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 2\r\n\r\nok"));
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", Integer.toString(proxy.port()));
    System.setProperty("http.nonProxyHosts", "");
    try {
      assertThat(get(server)).isInstanceOf(Body.class);
      assertThat(proxy.heads()).isEmpty();
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @Test
  void closing_saysNothing_andEndsTheThreads() throws InterruptedException {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    List<Thread> made = new CopyOnWriteArrayList<>();
    try (RecordedLog log = new RecordedLog()) {
      GuardedHttpClient client =
          new GuardedHttpClient(
              new UrlPolicy(Set.of(server.port()), true),
              new AddressPolicy(List.of(Cidr.of("127.0.0.1/32"))),
              work -> {
                Thread thread = new Thread(work);
                made.add(thread);
                return thread;
              });
      URI url = URI.create("http://127.0.0.1:" + server.port() + "/");
      assertThat(client.get(url, LIMIT, PATIENCE)).isInstanceOf(Body.class);
      client.close();
      assertThat(made).isNotEmpty();
      for (Thread thread : made) {
        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
      }
      assertThat(log.texts()).isEmpty();
    }
  }

  @Test
  void refusedAddress_isLoggedForOperators() {
    try (RecordedLog log = new RecordedLog()) {
      client(80, host -> addresses("10.1.2.3"))
          .get(URI.create("http://a.example/"), LIMIT, PATIENCE);
      assertThat(log.texts()).singleElement().asString().contains("10.1.2.3");
    }
  }

  @Test
  void closedClient_fails() {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 0\r\n\r\n"));
    GuardedHttpClient client = client(server.port(), LOOPBACK, "127.0.0.1/32");
    client.close();
    assertThat(client.get(url(server), LIMIT, PATIENCE)).isEqualTo(new Failed(Failure.BUSY));
  }
}
