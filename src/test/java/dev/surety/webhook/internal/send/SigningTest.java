package dev.surety.webhook.internal.send;

import static dev.surety.webhook.internal.send.Jobs.BODY;
import static dev.surety.webhook.internal.send.Jobs.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import dev.surety.testing.Vectors;
import dev.surety.webhook.internal.FixedKeys;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What signatures of attempts look like. */
class SigningTest extends SignedAttempts {

  @Test
  void legacySignatures_areThoseOfTheVectors() {
    JsonNode vectors = Vectors.json(Vectors.path("adcp/webhook-hmac-sha256.json"));
    byte[] secret = bytes(vectors.get("secret").asText());
    for (JsonNode one : vectors.get("vectors")) {
      if (one.has("expected_verifier_action")) {
        continue;
      }
      Instant at = Instant.ofEpochSecond(one.get("timestamp").asLong());
      Prepared prepared =
          requests(secret, () -> at, Map.of("surety.webhook.signatures", "legacy"))
              .prepare(Jobs.of("m", bytes(one.get("raw_body").asText())));
      assertThat(header(prepared))
          .as(one.get("id").asText())
          .containsEntry("X-ADCP-Signature", one.get("expected_signature").asText())
          .containsEntry("X-ADCP-Timestamp", one.get("timestamp").asText());
    }
  }

  @Test
  void ambiguousBodies_areNotSignedForAdcpReceivers() {
    JsonNode signerSide =
        Vectors.json(Vectors.path("adcp/webhook-hmac-sha256.json")).get("signer_side");
    for (String kind : new String[] {"legacy", "rfc9421", "standard,legacy"}) {
      SignedRequests requests = requests(SECRET, NOW, Map.of("surety.webhook.signatures", kind));
      for (JsonNode one : signerSide.get("rejection_vectors")) {
        byte[] body = bytes(one.get("signer_input_body").asText());
        assertThatIllegalArgumentException()
            .isThrownBy(() -> requests.prepare(Jobs.of("m", body)))
            .withMessageContaining("same name twice");
      }
      for (JsonNode one : signerSide.get("positive_vectors")) {
        byte[] body = bytes(one.get("signer_input_body").asText());
        assertThat(requests.prepare(Jobs.of("m", body))).isInstanceOf(Prepared.Ready.class);
      }
    }
  }

  @Test
  void allSignaturesOfAnAttempt_areOfOneSecondAndOverTheSameBytes() {
    SignedRequests requests =
        requests(SECRET, NOW, Map.of("surety.webhook.signatures", "standard,rfc9421,legacy"));
    Map<String, String> header = header(requests.prepare(Jobs.of("msg_1", BODY)));
    assertThat(header)
        .containsEntry("webhook-timestamp", "1776520799")
        .containsEntry("X-ADCP-Timestamp", "1776520799")
        .containsKeys("Signature", "Signature-Input", "Content-Digest", "webhook-signature");
    assertThat(signed.get(0).body()).isEqualTo(BODY);
    assertThat(header.get("webhook-signature"))
        .isEqualTo("v1," + base64(mac("msg_1.1776520799." + text(BODY))));
  }

  @Test
  void everyAttempt_isSignedAnew_withTheSameIdAndBody() {
    List<Instant> times = new ArrayList<>(List.of(NOW.instant(), NOW.instant().plusSeconds(5)));
    SignedRequests requests = requests(SECRET, () -> times.remove(0), Map.of());
    Map<String, String> first = header(requests.prepare(Jobs.of("msg_1", BODY)));
    Map<String, String> second = header(requests.prepare(Jobs.of("msg_1", BODY)));
    assertThat(first).containsEntry("webhook-timestamp", "1776520800");
    assertThat(second).containsEntry("webhook-timestamp", "1776520805");
    assertThat(second.get("webhook-id")).isEqualTo(first.get("webhook-id"));
    assertThat(second.get("webhook-signature")).isNotEqualTo(first.get("webhook-signature"));
  }

  @Test
  void eachEd25519Key_signsV1a() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    SigningKey bean = SigningKey.of("k", SignatureAlgorithm.ED25519, pair.getPrivate());
    SignedRequests requests =
        new SignedRequests(
            settings(
                Map.of(
                    "surety.webhook.signatures",
                    "standard-ed25519",
                    "surety.webhook.ed25519-keys",
                    "whsk_" + base64(seed))),
            FixedKeys.of(),
            List.of(bean),
            name -> signer,
            NOW);
    String[] signatures =
        header(requests.prepare(Jobs.of("msg_1", BODY))).get("webhook-signature").split(" ");
    assertThat(signatures).hasSize(2).allMatch(one -> one.startsWith("v1a,"));
    for (String one : signatures) {
      byte[] signature = Base64.getDecoder().decode(one.substring(4));
      byte[] content = bytes("msg_1.1776520800." + text(BODY));
      assertThat(SignatureAlgorithm.ED25519.verify(pair.getPublic(), content, signature)).isTrue();
    }
  }

  @Test
  void endpointsSignatures_goBeforeTheConfiguredOnes() {
    SignedRequests requests = requests(SECRET, NOW, Map.of("surety.webhook.signatures", "rfc9421"));
    assertThat(header(requests.prepare(Jobs.to("r", "LEGACY,STANDARD", BODY))))
        .containsKeys("X-ADCP-Signature", "webhook-signature")
        .doesNotContainKey("Signature");
    assertThat(header(requests.prepare(Jobs.to("r", "", BODY)))).containsKey("Signature");
  }

  private static byte[] mac(String content) {
    return FixedKeys.of(SECRET).keys().get(0).mac(bytes(content));
  }
}
