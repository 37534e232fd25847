package dev.surety.webhook.internal.send;

import static dev.surety.webhook.internal.send.Jobs.BODY;
import static dev.surety.webhook.internal.send.Jobs.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.surety.SuretyException;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.LocalRings;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.internal.send.Prepared.Unsigned;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries as receivers with the standard libraries verify them, over a rotation. */
class SignedRequestsStoreTest {

  private static final Ring RING = Ring.webhook("webhooks");
  private final Secret first = LocalRings.secret();
  private final Secret second = LocalRings.secret();
  private LocalRings keys;

  @BeforeEach
  void open() {
    keys = new LocalRings();
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void deliveries_verifyWithTheStandardLibraries_beforeDuringAndAfterARotation() throws Exception {
    keys.rings().seed(RING, "k1", first);
    SignedRequests requests = requests(Map.of());
    assertVerifies(requests, first, true);
    assertVerifies(requests, second, false);
    keys.rings().prepare(RING, "k2", second);
    assertVerifies(requests, first, true);
    keys.rings().activate(RING, "k2", Duration.ofHours(1), true);
    assertVerifies(requests, first, true);
    assertVerifies(requests, second, true);
    assertThat(header(requests.prepare(Jobs.of("msg_1", BODY))).get("webhook-signature").split(" "))
        .hasSize(2);
    keys.rings().retire(RING, "k1");
    assertVerifies(requests, first, false);
    assertVerifies(requests, second, true);
  }

  @Test
  void bodiesThatAreNotAscii_verifyUnchanged() throws Exception {
    keys.rings().seed(RING, "k1", first);
    byte[] body = "{\"name\":\"Café 日本語 😀\"}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> header = header(requests(Map.of()).prepare(Jobs.of("msg_1", body)));
    verify(first, header, body);
  }

  @Test
  void ringWithoutKeys_cannotSign_andSaysWhich() {
    Prepared prepared = requests(Map.of()).prepare(Jobs.of("msg_1", BODY));
    assertThat(prepared).isInstanceOf(Unsigned.class);
    assertThat(((Unsigned) prepared).ring()).isEqualTo("webhooks");
    assertThat(((Unsigned) prepared).error()).contains("seed it");
  }

  @Test
  void endpointsRing_signsInsteadOfTheConfiguredOne() throws Exception {
    keys.rings().seed(Ring.webhook("own"), "k1", second);
    Map<String, String> header =
        header(requests(Map.of()).prepare(Jobs.to("own", "STANDARD", BODY)));
    verify(second, header, BODY);
  }

  @Test
  void ringForSomethingElse_cannotSign_andFailsTheDeploymentWhereItIsTheConfiguredOne() {
    keys.rings().seed(Ring.token("tokens"), "k1", first);
    SignedRequests requests = requests(Map.of("surety.webhook.ring", "tokens"));
    assertThat(requests.prepare(Jobs.of("msg_1", BODY))).isInstanceOf(Unsigned.class);
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(requests::check)
        .withMessageContaining("surety.webhook.ring")
        .withMessageContaining("tokens");
  }

  @Test
  void ringWithoutKeys_isNoFaultOfTheDeployment() {
    assertThatCode(() -> requests(Map.of()).check()).doesNotThrowAnyException();
  }

  @Test
  void legacySecretOfLessThan32Bytes_cannotSign() {
    keys.rings()
        .seed(
            RING,
            "k1",
            Secret.ofBytes("1234567890abcdef1234567890abcde".getBytes(StandardCharsets.US_ASCII)));
    Prepared prepared =
        requests(Map.of("surety.webhook.signatures", "legacy")).prepare(Jobs.of("msg_1", BODY));
    assertThat(((Unsigned) prepared).error()).contains("32 bytes");
  }

  private void assertVerifies(SignedRequests requests, Secret secret, boolean expected)
      throws Exception {
    Map<String, String> header = header(requests.prepare(Jobs.of("msg_1", BODY)));
    if (expected) {
      verify(secret, header, BODY);
    } else {
      assertThatExceptionOfType(WebhookVerificationException.class)
          .isThrownBy(() -> verify(secret, header, BODY));
    }
  }

  private static void verify(Secret secret, Map<String, String> header, byte[] body)
      throws Exception {
    Map<String, List<String>> lines = new HashMap<>();
    header.forEach((name, value) -> lines.put(name, List.of(value)));
    String text = new String(body, StandardCharsets.UTF_8);
    HttpHeaders headers = HttpHeaders.of(lines, (name, value) -> true);
    new com.standardwebhooks.Webhook(secret.toWhsec()).verify(text, headers.map());
    new com.svix.Webhook(secret.toWhsec()).verify(text, headers.map());
  }

  private SignedRequests requests(Map<String, String> config) {
    return new SignedRequests(
        WireSettings.of(new MapConfig(config)),
        keys.macs(),
        List.of(),
        name -> {
          throw new SuretyException("the signer '" + name + "' has no key");
        },
        keys.clock());
  }
}
