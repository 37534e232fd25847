package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.surety.idempotency.internal.LocalIdempotency;
import dev.surety.keys.Ring;
import dev.surety.keys.internal.LocalRings;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.SigningKey;
import dev.surety.signature.internal.WebhookVerifiers;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.WebhookVerifier.Inbound;
import dev.surety.webhook.internal.receive.Receivers;
import dev.surety.webhook.internal.send.Prepared.Ready;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Surety sends, Surety takes in, in each mode and from a request that carries all of them. */
class RoundTripStoreTest {

  private static LocalRings keys;
  private static LocalIdempotency idempotency;
  private static WebhookVerifiers verifiers;
  private static SignatureSigner signer;
  private static Receivers receivers;
  private static String privateKey;

  @BeforeAll
  static void open() throws Exception {
    keys = new LocalRings();
    idempotency = new LocalIdempotency();
    keys.rings().seed(Ring.webhook("webhooks"), "k1", LocalRings.secret());
    verifiers = new WebhookVerifiers(keys.clock().instant());
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    signer =
        verifiers.signer(SigningKey.of("hooks", SignatureAlgorithm.ED25519, pair.getPrivate()));
    byte[] der = pair.getPublic().getEncoded();
    byte[] publicKey = Arrays.copyOfRange(der, der.length - 32, der.length);
    privateKey = "whsk_" + base64(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow());
    SignatureVerifier verifier = verifiers.verifier(jwks(publicKey), key -> Status.NOT_REVOKED);
    receivers =
        new Receivers(
            new MapConfig(
                Map.of(
                    "surety.webhook.receivers", "standard,ed25519,rfc9421,legacy",
                    "surety.webhook.receiver.standard.ring", "webhooks",
                    "surety.webhook.receiver.ed25519.public-keys", "whpk_" + base64(publicKey),
                    "surety.webhook.receiver.rfc9421.mode", "rfc9421",
                    "surety.webhook.receiver.legacy.mode", "legacy",
                    "surety.webhook.receiver.legacy.ring", "webhooks")),
            new Receivers.Tools(
                keys.macs(),
                name -> verifier,
                idempotency.service(),
                idempotency.transactions(),
                keys.clock()));
  }

  @AfterAll
  static void close() {
    verifiers.close();
    idempotency.close();
    keys.close();
  }

  @ParameterizedTest
  @CsvSource({
    "standard,standard",
    "standard-ed25519,ed25519",
    "rfc9421,rfc9421",
    "legacy,legacy",
    "'standard,standard-ed25519,rfc9421,legacy',standard",
    "'standard,standard-ed25519,rfc9421,legacy',ed25519",
    "'standard,standard-ed25519,rfc9421,legacy',rfc9421",
    "'standard,standard-ed25519,rfc9421,legacy',legacy"
  })
  void whatIsSent_isTakenInOnce_andNothingElseInItsPlace(String signatures, String receiver) {
    String id = "msg_" + UUID.randomUUID();
    byte[] body = ("{\"idempotency_key\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    Job job = Jobs.of(id, body);
    SignedRequests requests = requests(signatures);
    byte[] changed = body.clone();
    changed[changed.length - 3] ^= 1;
    assertThat(receive(receiver, requests.prepare(job), changed).status()).isEqualTo(401);
    Inbound first = receive(receiver, requests.prepare(job), body);
    assertThat(first).isInstanceOf(Inbound.First.class);
    assertThat(((Inbound.First) first).webhookId()).isEqualTo(id);
    assertThat(receivers.named(receiver).handled((Inbound.First) first)).isTrue();
    assertThat(receive(receiver, requests.prepare(job), body)).isEqualTo(new Inbound.Handled(id));
  }

  private static Inbound receive(String receiver, Prepared prepared, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    ((Ready) prepared).fields().forEach(field -> headers.put(field.name(), List.of(field.value())));
    return receivers.named(receiver).receive("POST", "https://example.com/hooks", headers, body);
  }

  private static SignedRequests requests(String signatures) {
    return new SignedRequests(
        WireSettings.of(
            new MapConfig(
                Map.of(
                    "surety.webhook.signatures",
                    signatures,
                    "surety.webhook.ed25519-keys",
                    privateKey))),
        keys.macs(),
        List.of(),
        name -> signer,
        keys.clock());
  }

  private static JsonNode jwks(byte[] publicKey) {
    ObjectMapper json = new ObjectMapper();
    String x = Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey);
    Map<String, Object> key =
        Map.of(
            "kid",
            "hooks",
            "kty",
            "OKP",
            "crv",
            "Ed25519",
            "alg",
            "EdDSA",
            "use",
            "sig",
            "key_ops",
            List.of("verify"),
            "adcp_use",
            "webhook-signing",
            "x",
            x);
    return json.valueToTree(Map.of("keys", List.of(key)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
