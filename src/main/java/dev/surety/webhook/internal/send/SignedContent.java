package dev.surety.webhook.internal.send;

import dev.surety.keys.MacKey;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What the signatures of one attempt are over: its id, its time and its body.
 *
 * <p>Standard Webhooks 1.0 signs {@code id.timestamp.body}, the legacy form {@code timestamp.body}.
 */
final class SignedContent {

  static final int LEAST_LEGACY_SECRET = 32;

  private final String timestamp;
  private final byte[] standard;
  private final byte[] legacy;

  SignedContent(String webhookId, long timestamp, byte[] body) {
    this.timestamp = Long.toString(timestamp);
    this.standard = joined(webhookId + "." + timestamp + ".", body);
    this.legacy = joined(timestamp + ".", body);
  }

  Field timestamp() {
    return new Field("webhook-timestamp", timestamp);
  }

  String v1(MacKey key) {
    return "v1," + Base64.getEncoder().encodeToString(key.mac(standard));
  }

  String v1a(SigningKey key) {
    return "v1a," + Base64.getEncoder().encodeToString(key.sign(standard));
  }

  List<Field> legacy(MacKey key) {
    return List.of(
        new Field("X-ADCP-Timestamp", timestamp),
        new Field("X-ADCP-Signature", "sha256=" + HexFormat.of().formatHex(key.mac(legacy))));
  }

  private static byte[] joined(String head, byte[] body) {
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }
}
