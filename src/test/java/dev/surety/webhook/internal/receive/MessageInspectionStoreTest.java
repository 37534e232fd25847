package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.internal.WebhookVerifiers;
import dev.surety.testing.Vectors;
import dev.surety.webhook.internal.receive.Finding.Genuine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** AdCP's webhook vectors as a receiver in mode rfc9421 sees them. */
class MessageInspectionStoreTest {

  private static WebhookVerifiers verifiers;

  @BeforeAll
  static void open() {
    verifiers = new WebhookVerifiers(Instant.ofEpochSecond(1_776_520_800L));
  }

  @AfterAll
  static void close() {
    verifiers.close();
  }

  @TestFactory
  Stream<DynamicTest> eachVector_isGenuineWithItsSignedKey_orRefusedWithItsCode() {
    return Stream.of("positive", "negative")
        .flatMap(kind -> Vectors.files("adcp/webhook-signing/" + kind, ".json").stream())
        .filter(file -> !Vectors.json(file).has("test_harness_state"))
        .filter(file -> !Vectors.json(file).has("jwks_override"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> check(Vectors.json(file))));
  }

  @Test
  void requestWithoutASignature_isRefused_alsoOneOfAnotherMode() {
    Map<String, List<String>> none = Map.of("webhook-id", List.of("m"));
    assertThat(inspection().inspect(Arrival.of("POST", "https://a.example/", none, new byte[0])))
        .isEqualTo(Finding.unauthenticated("it is not signed"));
    Map<String, List<String>> other = Map.of("webhook-signature", List.of("v1,x"));
    assertThat(inspection().inspect(Arrival.of("POST", "https://a.example/", other, new byte[0])))
        .isEqualTo(Finding.unauthenticated("it is signed in another mode than this receiver's"));
  }

  private static void check(JsonNode vector) {
    Finding finding = inspection().inspect(arrival(vector.get("request")));
    JsonNode expected = vector.get("expected_outcome");
    if (!expected.get("success").asBoolean()) {
      assertThat(finding).isEqualTo(Finding.unauthenticated(expected.get("error_code").asText()));
    } else if (vector.get("request").get("body").asText().contains("idempotency_key")) {
      assertThat(finding).isEqualTo(new Genuine("whk_01HW9D3H8FZP2N6R8T0V4X6Z9B", ""));
    } else {
      assertThat(finding).isEqualTo(new Genuine("from-header", ""));
    }
  }

  private static Inspection inspection() {
    JsonNode keys = Vectors.json(Vectors.path("adcp/webhook-signing/keys.json"));
    return new MessageInspection(verifiers.verifier(keys, key -> Status.NOT_REVOKED));
  }

  private static Arrival arrival(JsonNode request) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("webhook-id", List.of("from-header"));
    request
        .get("headers")
        .fields()
        .forEachRemaining(field -> headers.put(field.getKey(), List.of(field.getValue().asText())));
    return Arrival.of(
        request.get("method").asText(),
        request.get("url").asText(),
        headers,
        request.path("body").asText("").getBytes(StandardCharsets.UTF_8));
  }
}
