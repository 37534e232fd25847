package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.keys.Secret;
import dev.surety.testing.Vectors;
import dev.surety.webhook.internal.FixedKeys;
import dev.surety.webhook.internal.receive.Finding.Doubtful;
import dev.surety.webhook.internal.receive.Finding.Genuine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** AdCP's vectors for the legacy form, as a receiver sees them. */
class LegacyVectorsTest {

  @TestFactory
  Stream<DynamicTest> eachSignature_isGenuine_unlessItsBodyIsAmbiguous() {
    JsonNode vectors = vectors();
    return each(
        vectors.get("vectors"),
        one -> {
          Finding finding =
              inspect(one, one.get("expected_signature").asText(), one.get("timestamp").asLong());
          if (one.path("expected_verifier_action").asText("accept").equals("accept")) {
            assertThat(finding).isInstanceOf(Genuine.class);
          } else {
            assertThat(finding)
                .isEqualTo(Finding.malformed("the body has an object with the same name twice"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> eachRejection_isRefused() {
    return each(
        vectors().get("rejection_vectors"),
        one -> {
          long now = one.path("current_time").asLong(1_700_000_000L);
          assertThat(inspect(one, one.get("signature").asText(), now)).isInstanceOf(Doubtful.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> eachWeakSecret_verifiesNothing() {
    return each(
        vectors().get("secret_rejection_vectors"),
        one -> {
          byte[] secret = one.get("secret").asText().getBytes(StandardCharsets.UTF_8);
          assertThat(isUsable(secret)).isFalse();
        });
  }

  @Test
  void signatureOfAnotherTime_isNotTheSenders() {
    JsonNode one = vectors().get("vectors").get(0);
    Map<String, List<String>> headers =
        Map.of(
            "X-ADCP-Timestamp", List.of("1700000001"),
            "X-ADCP-Signature", List.of(one.get("expected_signature").asText()));
    assertThat(inspect(one, headers, 1_700_000_000L))
        .isEqualTo(Finding.unauthenticated("the signature is not the sender's"));
  }

  private static boolean isUsable(byte[] secret) {
    try {
      byte[] accepted = Secret.ofBytes(secret).bytes();
      byte[] code = FixedKeys.of(accepted).keys().get(0).mac(bytes("0.{}"));
      Map<String, List<String>> headers =
          Map.of(
              "x-adcp-timestamp", List.of("0"),
              "x-adcp-signature", List.of("sha256=" + HexFormat.of().formatHex(code)),
              "webhook-id", List.of("m1"));
      return new LegacyInspection(() -> FixedKeys.of(accepted).keys(), at(0))
              .inspect(Arrival.of("POST", "", headers, bytes("{}")))
          instanceof Genuine;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Finding inspect(JsonNode one, String signature, long now) {
    return inspect(
        one,
        Map.of(
            "X-AdCP-Timestamp",
            List.of(one.get("timestamp").asText()),
            "X-AdCP-Signature",
            List.of(signature),
            "webhook-id",
            List.of("m1")),
        now);
  }

  private static Finding inspect(JsonNode one, Map<String, List<String>> headers, long now) {
    byte[] secret = bytes(vectors().get("secret").asText());
    return new LegacyInspection(() -> FixedKeys.of(secret).keys(), at(now))
        .inspect(Arrival.of("POST", "", headers, bytes(one.get("raw_body").asText())));
  }

  private static Tolerance at(long now) {
    return new Tolerance(Duration.ofMinutes(5), () -> Instant.ofEpochSecond(now));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode vectors() {
    return Vectors.json(Vectors.path("adcp/webhook-hmac-sha256.json"));
  }

  private interface Check {
    void of(JsonNode one);
  }

  private static Stream<DynamicTest> each(JsonNode vectors, Check check) {
    return StreamSupport.stream(vectors.spliterator(), false)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.path("id").asText(one.path("description").asText()), () -> check.of(one)));
  }
}
