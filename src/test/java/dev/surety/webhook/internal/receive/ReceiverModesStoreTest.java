package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.UnavailableException;
import dev.surety.keys.MacKey;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.LocalRings;
import dev.surety.webhook.WebhookVerifier.Inbound;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a receiver takes for genuine, by its keys and mode. */
class ReceiverModesStoreTest extends GenuineWebhooks {

  @Test
  void refusedOne_claimsNothing() {
    Map<String, List<String>> headers = Map.of("webhook-id", List.of(id));
    Inbound refused = receiver.receive("POST", "https://example.com/", headers, BODY);
    assertThat(refused).isEqualTo(new Inbound.Refused(401, "it is not signed"));
    first(receive(receiver, BODY));
  }

  @Test
  void preparedActiveAndGraceKeys_verify_retiredOnesDoNot() {
    Ring ring = RING;
    byte[] prepared = LocalRings.secret().bytes();
    keys.rings().prepare(ring, "k-" + id, Secret.ofBytes(prepared));
    MacKey key = keys.macs().verifying(ring, "k-" + id).orElseThrow();
    first(receiver.receive("POST", "", standard(id, BODY, key), BODY));
    keys.rings().activate(ring, "k-" + id, Duration.ofHours(1), true);
    keys.rings().rotate(ring, "n-" + id, LocalRings.secret(), Duration.ofHours(1), true);
    assertThat(receiver.receive("POST", "", standard(id, BODY, key), BODY).status()).isEqualTo(503);
    keys.rings().retire(ring, "k-" + id);
    assertThat(receiver.receive("POST", "", standard(id, BODY, key), BODY).status()).isEqualTo(401);
  }

  @Test
  void receiverWithoutKeys_asksTheSenderToComeAgain() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> receive(unseeded, BODY))
        .withMessageContaining("unseeded");
  }

  @Test
  void requestInAnotherMode_isRefused() {
    assertThat(receive(old, BODY))
        .isEqualTo(new Inbound.Refused(401, "it is signed in another mode than this receiver's"));
    assertThat(receiver.receive("POST", "", legacy(id, BODY), BODY).status()).isEqualTo(401);
  }

  @Test
  void legacySignature_replayedUnderAnotherId_isRefused() {
    Map<String, List<String>> headers = legacy(id, BODY);
    Map<String, List<String>> other = new HashMap<>(headers);
    other.put("webhook-id", List.of(id + "x"));
    first(old.receive("POST", "", headers, BODY));
    assertThat(old.receive("POST", "", headers, BODY).status()).isEqualTo(503);
    assertThat(old.receive("POST", "", other, BODY))
        .isEqualTo(new Inbound.Refused(401, "its signature was used for another id"));
  }

  @Test
  void keyInASignedBody_goesBeforeAnUnsignedHeader() {
    byte[] body = bytes("{\"idempotency_key\":\"whk_" + id + "\"}");
    assertThat(first(old.receive("POST", "", legacy(id, body), body)).webhookId())
        .isEqualTo("whk_" + id);
    assertThat(old.receive("POST", "", legacy("other", body), body).status()).isEqualTo(503);
  }
}
