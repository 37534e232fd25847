package dev.surety.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.surety.testing.RawHttp;
import dev.surety.testing.Vectors;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  private static final String FOLDER = "adcp/request-signing/";
  private static final int CAP = 100;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CHALLENGE =
      Pattern.compile("(?mi)^WWW-Authenticate: Signature error=\"(\\w+)\"\r?$");

  /** What a runner cannot bring about from outside. */
  private static final List<String> INNER_STATES =
      List.of("revocation_list_stale_seconds", "jwks_unavailable", "jwks_untrusted");

  private static JsonNode keys;
  private static DemoProcess demo;
  private static RawHttp raw;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    keys = trustedKeys();
    Path file = folder.resolve("keys.json");
    JSON.writeValue(file.toFile(), JSON.createObjectNode().set("keys", keys));
    int port = DemoProcess.freePort();
    demo =
        DemoProcess.start(
            "adcp", port, Map.of("demo.adcp.path", "adcp", "demo.adcp.keys", file.toString()));
    demo.await("Ctrl-C stops everything");
    raw = new RawHttp(URI.create("http://localhost:" + port));
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
        .flatMap(kind -> Vectors.files(FOLDER + kind, ".json").stream())
        // the others need another digest policy, or a state that nobody can cause from outside
        .filter(file -> isReachable(Vectors.json(file)))
        // afterwards the key has no room for another nonce
        .sorted(Comparator.comparing(file -> isFlood(Vectors.json(file))))
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  @Test
  void capabilities_areToldToAnybody() {
    RawHttp.Reply reply =
        raw.send(
            "GET /adcp/get_adcp_capabilities HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .contains(
            "\"covers_content_digest\":\"either\"", "\"required_for\":[\"create_media_buy\"]");
  }

  private static void check(Path file) throws GeneralSecurityException {
    JsonNode vector = Vectors.json(file);
    JsonNode expected = vector.get("expected_outcome");
    String code = expected.path("error_code").asText("");
    if (expected.get("success").asBoolean()) {
      assertThat(send(vector, nonce()).status()).isEqualTo(200);
    } else if (code.endsWith("_replayed")) {
      String nonce = nonce();
      assertThat(send(vector, nonce).status()).isEqualTo(200);
      assertRefused(send(vector, nonce), code);
    } else if (isFlood(vector)) {
      assertThat(accepted(vector)).isBetween(1, CAP);
      assertRefused(send(vector, nonce()), code);
    } else if (isRefusedByTheServer(vector)) {
      assertThat(send(vector, null).status()).isEqualTo(400);
    } else {
      assertRefused(send(vector, null), code);
    }
  }

  /** How many more nonces of this key are accepted. */
  private static int accepted(JsonNode vector) throws GeneralSecurityException {
    int accepted = 0;
    while (accepted <= CAP && send(vector, nonce()).status() == 200) {
      accepted++;
    }
    return accepted;
  }

  private static RawHttp.Reply send(JsonNode vector, @Nullable String nonce)
      throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    return raw.send(new ResignedVector(vector, keys).signed(now, nonce).wire());
  }

  private static void assertRefused(RawHttp.Reply reply, String code) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(401);
    assertThat(CHALLENGE.matcher(reply.text()).results().map((MatchResult r) -> r.group(1)))
        .containsExactly(code);
  }

  private static boolean isReachable(JsonNode vector) {
    JsonNode state = vector.path("test_harness_state");
    String policy = vector.get("verifier_capability").get("covers_content_digest").asText();
    String code = vector.get("expected_outcome").path("error_code").asText("");
    boolean judgesPolicy =
        code.equals("request_signature_components_unexpected")
            || code.equals("request_signature_components_incomplete");
    return INNER_STATES.stream().noneMatch(state::has)
        && (policy.equals("either") || !judgesPolicy);
  }

  /** WildFly itself answers 400 to a Host beyond ASCII, before any application is asked. */
  private static boolean isRefusedByTheServer(JsonNode vector) {
    return !vector.get("request").get("url").asText().chars().allMatch(c -> c < 0x80);
  }

  private static boolean isFlood(JsonNode vector) {
    return vector.path("test_harness_state").has("replay_cache_per_keyid_cap_hit");
  }

  private static String nonce() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The test keys, and those that single vectors bring along. */
  private static JsonNode trustedKeys() {
    ArrayNode trusted = Vectors.json(Vectors.path(FOLDER + "keys.json")).withArray("keys");
    for (Path file : Vectors.files(FOLDER + "negative", ".json")) {
      Vectors.json(file).path("jwks_override").path("keys").forEach(trusted::add);
    }
    return trusted;
  }
}
