package dev.surety.signature.internal;

import static dev.surety.signature.internal.VerifierFixture.judged;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.surety.replay.KeyId;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Refused;
import dev.surety.signature.internal.body.Decision.Signed;
import dev.surety.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** AdCP's own vectors, on the exact error code. */
class AdcpVectorsStoreTest extends VerifierSteps {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> requests_areJudgedByCode() {
    return vectors("adcp/request-signing")
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> request(file)));
  }

  @TestFactory
  Stream<DynamicTest> webhooks_areJudgedByCode() {
    return vectors("adcp/webhook-signing")
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> webhook(file)));
  }

  private static void request(Path file) throws IOException {
    JsonNode vector = Vectors.json(file);
    JsonNode capability = vector.get("verifier_capability");
    fixture.fresh(
        "surety.signature.profile", "adcp-request-3.1",
        "surety.signature.digest", capability.get("covers_content_digest").asText(),
        "surety.signature.mode", "supported",
        "surety.signature.required-for", names(capability, "required_for"),
        "surety.signature.protocol-methods-required-for",
            names(capability, "protocol_methods_required_for"),
        "surety.replay.cap", cap(vector));
    Request request = message(vector);
    prepare(vector);
    Decision decision =
        fixture
            .gate(keys(vector, "adcp/request-signing"), revocations(vector))
            .decide(request, operation(request), List.of(), () -> false);
    JsonNode expected = vector.get("expected_outcome");
    if (expected.get("success").asBoolean()) {
      assertThat(decision).isInstanceOf(Signed.class);
      assertThat(((Signed) decision).signer().label())
          .isEqualTo(expected.path("verified_label").asText("sig1"));
    } else {
      assertThat(judged(decision))
          .isEqualTo(
              new Refused(
                  new Rejected(
                      expected.get("error_code").asText(),
                      expected.get("failed_step").asText(),
                      "")));
    }
  }

  private static void webhook(Path file) throws IOException {
    JsonNode vector = Vectors.json(file);
    fixture.fresh();
    prepare(vector);
    Verification found =
        fixture
            .verifier(
                Profile.ADCP_WEBHOOK, keys(vector, "adcp/webhook-signing"), revocations(vector))
            .verify(message(vector));
    JsonNode expected = vector.get("expected_outcome");
    if (expected.get("success").asBoolean()) {
      assertThat(found).isInstanceOf(Verified.class);
    } else {
      assertThat(judged(found))
          .isEqualTo(
              new Rejected(
                  expected.get("error_code").asText(), expected.get("failed_step").asText(), ""));
    }
  }

  private static Stream<Path> vectors(String folder) {
    return Stream.of("positive", "negative")
        .flatMap(kind -> Vectors.files(folder + "/" + kind, ".json").stream());
  }

  private static Request message(JsonNode vector) {
    JsonNode request = vector.get("request");
    List<Field> fields = new ArrayList<>();
    request
        .get("headers")
        .fields()
        .forEachRemaining(
            field -> fields.add(new Field(field.getKey(), field.getValue().asText())));
    return new Request(
        request.get("method").asText(),
        request.get("url").asText(),
        fields,
        request.path("body").asText("").getBytes(StandardCharsets.UTF_8));
  }

  private static String operation(Request request) {
    String path = request.target().replaceFirst("[?#].*$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void prepare(JsonNode vector) {
    JsonNode state = vector.path("test_harness_state");
    for (JsonNode entry : state.path("replay_cache_entries")) {
      remember(entry.get("keyid").asText(), entry.get("nonce").asText());
    }
    if (state.has("replay_cache_per_keyid_cap_hit")) {
      remember(state.get("replay_cache_per_keyid_cap_hit").get("keyid").asText(), "another");
    }
  }

  private static void remember(String keyId, String nonce) {
    fixture
        .nonces()
        .remember(
            new KeyId(VerifierFixture.ISSUER, keyId), nonce, VerifierFixture.NOW.plusSeconds(300));
  }

  private static String cap(JsonNode vector) {
    return vector.path("test_harness_state").has("replay_cache_per_keyid_cap_hit") ? "1" : "1000";
  }

  private static KeyResolver keys(JsonNode vector, String folder) throws IOException {
    JsonNode override = vector.path("jwks_override");
    ObjectNode set = JSON.createObjectNode();
    if (override.isMissingNode()) {
      set.set("keys", Vectors.json(Vectors.path(folder + "/keys.json")).get("keys"));
    } else if (override.has("keys")) {
      set.set("keys", override.get("keys"));
    } else {
      override.elements().forEachRemaining(set.withArray("keys")::add);
    }
    return VerifierFixture.keys(JSON.writeValueAsBytes(set));
  }

  private static RevocationSource revocations(JsonNode vector) {
    JsonNode state = vector.path("test_harness_state");
    Set<String> revoked =
        Stream.of(state.path("revocation_list").path("revoked_kids"), state.path("revoked_kids"))
            .flatMap(kids -> StreamSupport.stream(kids.spliterator(), false))
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    Status otherwise =
        state.has("revocation_list_stale_seconds") ? Status.STALE : Status.NOT_REVOKED;
    return key -> revoked.contains(key.keyId()) ? Status.REVOKED : otherwise;
  }

  private static String names(JsonNode capability, String list) {
    return StreamSupport.stream(capability.path(list).spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(","));
  }
}
