package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.UnavailableException;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.internal.LocalIdempotency;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.LocalRings;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.WebhookVerifier.Inbound;
import dev.surety.webhook.WebhookVerifier.Inbound.First;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of genuine webhooks, on two instances. */
class ReceiverStoreTest {

  private static final Ring RING = Ring.webhook("partner");
  private static final byte[] BODY = bytes("{\"order\":1}");
  private static final Map<String, String> CONFIG =
      Map.of(
          "surety.webhook.receivers", "partner,old,unseeded,slow",
          "surety.webhook.receiver.slow.ring", "partner",
          "surety.webhook.receiver.slow.lease", "PT1S",
          "surety.webhook.receiver.partner.ring", "partner",
          "surety.webhook.receiver.old.mode", "legacy",
          "surety.webhook.receiver.old.ring", "partner",
          "surety.webhook.receiver.unseeded.ring", "nobody");

  private static LocalRings keys;
  private static LocalIdempotency idempotency;
  private static WebhookVerifier receiver;
  private static WebhookVerifier other;
  private static WebhookVerifier old;
  private static WebhookVerifier unseeded;
  private static WebhookVerifier slow;

  private final String id = "msg_" + UUID.randomUUID();

  @BeforeAll
  static void open() {
    keys = new LocalRings();
    idempotency = new LocalIdempotency();
    Receivers receivers = receivers(idempotency.service());
    receiver = receivers.named("partner");
    old = receivers.named("old");
    unseeded = receivers.named("unseeded");
    slow = receivers.named("slow");
    other = receivers(idempotency.other()).named("partner");
    keys.rings().seed(RING, "k1", LocalRings.secret());
  }

  @AfterAll
  static void close() {
    idempotency.close();
    keys.close();
  }

  @BeforeEach
  void readTheTime() {
    // Clocks are read with each transaction; those of idle fixtures grow old.
    boolean unused = keys.rings().active(RING).isPresent();
  }

  private static Receivers receivers(Idempotency service) {
    return new Receivers(
        new MapConfig(CONFIG),
        new Receivers.Tools(
            keys.macs(),
            name -> message -> null,
            service,
            idempotency.transactions(),
            keys.clock()));
  }

  @Test
  void firstOfItsId_isGivenOut_andHandledOnesAreAnswered200() {
    First first = first(receive(receiver, BODY));
    assertThat(first.webhookId()).isEqualTo(id);
    assertThat(first.takeover()).isFalse();
    assertThat(receiver.handled(first)).isTrue();
    assertThat(receive(receiver, BODY)).isEqualTo(new Inbound.Handled(id));
    assertThat(receive(other, BODY).status()).isEqualTo(200);
  }

  @Test
  void secondWhileTheFirstRuns_isAnswered503_withRetryAfter() {
    first(receive(receiver, BODY));
    Inbound second = receive(other, BODY);
    assertThat(second).isInstanceOf(Inbound.Running.class);
    assertThat(second.status()).isEqualTo(503);
    assertThat(((Inbound.Running) second).retryAfter()).isPositive();
  }

  @Test
  void sameIdWithAnotherBody_isAnswered409_alsoOnceHandled() {
    First first = first(receive(receiver, BODY));
    byte[] changed = bytes("{\"order\":2}");
    assertThat(receive(other, changed).status()).isEqualTo(409);
    assertThat(receiver.handled(first)).isTrue();
    assertThat(receive(other, changed)).isEqualTo(new Inbound.Conflict(id));
  }

  @Test
  void failedOne_mayComeAgainAtOnce() {
    receiver.failed(first(receive(receiver, BODY)));
    assertThat(first(receive(other, BODY)).takeover()).isFalse();
  }

  @Test
  void silentHandlersMessage_isGivenOutAgainAfterItsLease_asATakeover() {
    First silent = first(receive(receiver, BODY));
    idempotency.age(scope("partner"), id, "lease_until", "1 day");
    First next = first(receive(other, BODY));
    assertThat(next.takeover()).isTrue();
    assertThat(receiver.handled(silent)).isFalse();
    assertThat(other.handled(next)).isTrue();
  }

  @Test
  void slowHandler_isNotOvertaken() throws InterruptedException {
    First first = first(receive(slow, BODY));
    long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(receive(slow, BODY)).isInstanceOf(Inbound.Running.class);
      Thread.sleep(100);
    }
    assertThat(slow.handled(first)).isTrue();
  }

  @Test
  void handledInATransactionThatCanOnlyRollBack_isRefused() {
    First first = first(receive(receiver, BODY));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                idempotency
                    .transactions()
                    .own(
                        () -> {
                          idempotency.transactions().setRollbackOnly();
                          return receiver.handled(first);
                        }));
  }

  @Test
  void handledInATransaction_holdsIfThatCommits() {
    First first = first(receive(receiver, BODY));
    boolean held = idempotency.transactions().own(() -> receiver.handled(first));
    assertThat(held).isTrue();
    assertThat(receive(other, BODY)).isEqualTo(new Inbound.Handled(id));
  }

  @Test
  void handledInATransactionThatRollsBack_isNotHandled_andMayBeFailed() {
    First first = first(receive(receiver, BODY));
    assertThatExceptionOfType(IllegalCallerException.class)
        .isThrownBy(
            () ->
                idempotency
                    .transactions()
                    .own(
                        () -> {
                          assertThat(receiver.handled(first)).isTrue();
                          throw new IllegalCallerException("the effect failed");
                        }));
    assertThat(receive(other, BODY)).isInstanceOf(Inbound.Running.class);
    receiver.failed(first);
    first(receive(other, BODY));
  }

  @Test
  void receiversDoNotMix_andTakeNobodyElsesTickets() {
    First first = first(receive(receiver, BODY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> old.handled(first))
        .withMessageContaining("old");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receiver.failed(new First("m", "forged", false)));
  }

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

  private Inbound receive(WebhookVerifier at, byte[] body) {
    MacKeys macs = keys.macs();
    return at.receive(
        "POST", "https://example.com/", standard(id, body, macs.signing(RING).get(0)), body);
  }

  private static First first(Inbound inbound) {
    assertThat(inbound).isInstanceOf(First.class);
    return (First) inbound;
  }

  private static Map<String, List<String>> standard(String id, byte[] body, MacKey key) {
    long now = keys.clock().instant().getEpochSecond();
    byte[] content = Bytes.joined(bytes(id + "." + now + "."), body);
    return Map.of(
        "Webhook-Id",
        List.of(id),
        "WEBHOOK-TIMESTAMP",
        List.of(Long.toString(now)),
        "webhook-signature",
        List.of("v1," + Base64.getEncoder().encodeToString(key.mac(content))));
  }

  private static Map<String, List<String>> legacy(String id, byte[] body) {
    String now = "" + keys.clock().instant().getEpochSecond();
    byte[] mac = keys.macs().signing(RING).get(0).mac(Bytes.joined(bytes(now + "."), body));
    return Map.of(
        "webhook-id",
        List.of(id),
        "x-adcp-timestamp",
        List.of(now),
        "x-adcp-signature",
        List.of("sha256=" + HexFormat.of().formatHex(mac)));
  }

  private static Scope scope(String name) {
    return Scope.ofOperation("surety.webhook.receiver." + name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
