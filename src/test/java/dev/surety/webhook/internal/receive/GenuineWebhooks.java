package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.internal.LocalIdempotency;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.keys.internal.LocalRings;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.WebhookVerifier.Inbound;
import dev.surety.webhook.WebhookVerifier.Inbound.First;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Signed webhooks, and two instances that receive them. */
abstract class GenuineWebhooks {

  static final Ring RING = Ring.webhook("partner");
  static final byte[] BODY = bytes("{\"order\":1}");

  static final Map<String, String> CONFIG =
      Map.of(
          "surety.webhook.receivers", "partner,old,unseeded,slow",
          "surety.webhook.receiver.slow.ring", "partner",
          "surety.webhook.receiver.slow.lease", "PT1S",
          "surety.webhook.receiver.partner.ring", "partner",
          "surety.webhook.receiver.old.mode", "legacy",
          "surety.webhook.receiver.old.ring", "partner",
          "surety.webhook.receiver.unseeded.ring", "nobody");

  static LocalRings keys;
  static LocalIdempotency idempotency;
  static WebhookVerifier receiver;
  static WebhookVerifier other;
  static WebhookVerifier old;
  static WebhookVerifier unseeded;
  static WebhookVerifier slow;
  final String id = "msg_" + UUID.randomUUID();

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

  static Receivers receivers(Idempotency service) {
    return new Receivers(
        new MapConfig(CONFIG),
        new Receivers.Tools(
            keys.macs(),
            name -> message -> null,
            service,
            idempotency.transactions(),
            keys.clock()));
  }

  Inbound receive(WebhookVerifier at, byte[] body) {
    MacKeys macs = keys.macs();
    return at.receive(
        "POST", "https://example.com/", standard(id, body, macs.signing(RING).get(0)), body);
  }

  static First first(Inbound inbound) {
    assertThat(inbound).isInstanceOf(First.class);
    return (First) inbound;
  }

  static Map<String, List<String>> standard(String id, byte[] body, MacKey key) {
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

  static Map<String, List<String>> legacy(String id, byte[] body) {
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

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
