package dev.surety.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.AdcpVector;
import dev.surety.signature.shop.Parcel;
import dev.surety.testing.RawHttp;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as an outside conformance runner finds it: AdCP's vectors, signed anew, over HTTP. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AdcpHttpProcessIT {

  private static final int CAP = 100;
  private static final Pattern CHALLENGE =
      Pattern.compile("(?mi)^WWW-Authenticate: Signature error=\"(\\w+)\"\r?$");

  /** What a runner cannot bring about from outside. */
  private static final List<String> INNER_STATES =
      List.of("revocation_list_stale_seconds", "jwks_unavailable", "jwks_untrusted");

  private static DemoProcess demo;
  private static URI server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("keys.json"), AdcpVector.jwks());
    int port = DemoProcess.freePort();
    demo =
        DemoProcess.start(
            "adcp", port, Map.of("demo.adcp.path", "adcp", "demo.adcp.keys", file.toString()));
    demo.await("Ctrl-C stops everything");
    server = URI.create("http://localhost:" + port);
  }

  @AfterAll
  static void stop() {
    if (demo != null) {
      demo.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> vectors_areAnsweredByCode() {
    return Stream.of("positive", "negative")
        .flatMap(AdcpVector::files)
        // the others need another digest policy, or a state that nobody can cause from outside
        .filter(file -> isReachable(new AdcpVector(file)))
        // afterwards the key has no room for another nonce
        .sorted(Comparator.comparing(file -> isFlood(new AdcpVector(file))))
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  @Test
  void capabilities_areToldToAnybody() {
    RawHttp.Reply reply =
        new RawHttp(server)
            .send(
                "GET /adcp/get_adcp_capabilities HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .contains(
            "\"covers_content_digest\":\"either\"", "\"required_for\":[\"create_media_buy\"]");
  }

  private static void check(Path file) {
    AdcpVector vector = new AdcpVector(file);
    if (vector.isAccepted()) {
      assertThat(send(vector).status()).isEqualTo(200);
    } else if (vector.expected().endsWith("_replayed")) {
      Parcel parcel = vector.parcel(AdcpHttpProcessIT::underAdcp);
      assertThat(parcel.sendTo(server).status()).isEqualTo(200);
      assertRefused(parcel.sendTo(server), vector.expected());
    } else if (isFlood(vector)) {
      assertThat(accepted(vector)).isBetween(1, CAP);
      assertRefused(send(vector), vector.expected());
    } else if (isRefusedByTheServer(vector)) {
      assertThat(send(vector).status()).isEqualTo(400);
    } else {
      assertRefused(send(vector), vector.expected());
    }
  }

  /** How many more nonces of this key are accepted. */
  private static int accepted(AdcpVector vector) {
    int accepted = 0;
    while (accepted <= CAP && send(vector).status() == 200) {
      accepted++;
    }
    return accepted;
  }

  private static RawHttp.Reply send(AdcpVector vector) {
    return vector.parcel(AdcpHttpProcessIT::underAdcp).sendTo(server);
  }

  /** Over plain HTTP, below the application; the vectors' JSON-RPC endpoint is at the root. */
  private static String underAdcp(String url) {
    String plain =
        url.replaceFirst("^https:", "http:").replaceFirst("^([^/]*//[^/]*):443/", "$1:80/");
    return plain.replaceFirst("^(http://[^/]*)/(?!adcp/)", "$1/adcp/");
  }

  private static void assertRefused(RawHttp.Reply reply, String code) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(401);
    assertThat(CHALLENGE.matcher(reply.text()).results().map((MatchResult r) -> r.group(1)))
        .containsExactly(code);
  }

  private static boolean isReachable(AdcpVector vector) {
    boolean judgesPolicy =
        vector.expected().equals("request_signature_components_unexpected")
            || vector.expected().equals("request_signature_components_incomplete");
    return INNER_STATES.stream().noneMatch(vector.state()::has)
        && (vector.digestPolicy().equals("either") || !judgesPolicy);
  }

  /** WildFly itself answers 400 to a Host beyond ASCII, before any application is asked. */
  private static boolean isRefusedByTheServer(AdcpVector vector) {
    return !vector.url().chars().allMatch(c -> c < 0x80);
  }

  private static boolean isFlood(AdcpVector vector) {
    return vector.state().has("replay_cache_per_keyid_cap_hit");
  }
}
