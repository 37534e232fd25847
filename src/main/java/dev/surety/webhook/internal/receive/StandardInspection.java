package dev.surety.webhook.internal.receive;

import dev.surety.keys.MacKey;
import dev.surety.signature.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Standard Webhooks 1.0: one of the signatures is over {@code id.timestamp.body}, by a key of the
 * sender's.
 *
 * <p>An id with a full stop is refused: the parts could be cut elsewhere.
 */
record StandardInspection(
    Supplier<List<MacKey>> macs, List<PublicKey> publicKeys, Tolerance tolerance)
    implements Inspection {

  private static final String HEADER = "webhook-signature";
  private static final Pattern ID = Pattern.compile("[!-~&&[^.]]{1,255}");
  private static final int MOST_SIGNATURES = 32;
  private static final int LONGEST = 8 << 10;

  @Override
  public Finding inspect(Arrival arrival) {
    if (!arrival.has(HEADER)) {
      return OtherModes.missing(arrival);
    }
    String id = arrival.only("webhook-id");
    if (id == null || !ID.matcher(id).matches()) {
      return Finding.malformed("webhook-id is missing, repeated, or not allowed");
    }
    String timestamp = arrival.only("webhook-timestamp");
    Finding untimely = tolerance.refusal(timestamp);
    if (untimely != null) {
      return untimely;
    }
    String header = arrival.only(HEADER);
    if (header == null || header.length() > LONGEST) {
      return Finding.malformed("webhook-signature is repeated or too long");
    }
    String[] signatures = header.split(" ", MOST_SIGNATURES + 1);
    if (signatures.length > MOST_SIGNATURES) {
      return Finding.malformed("webhook-signature has too many signatures");
    }
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    return isSigned(signatures, Bytes.joined(head, arrival.body()))
        ? new Finding.Genuine(id, "")
        : Finding.unauthenticated("no signature is one of the sender's");
  }

  private boolean isSigned(String[] signatures, byte[] content) {
    List<MacKey> keys = macs.get();
    List<byte[]> codes = keys.stream().map(key -> key.mac(content)).toList();
    for (String signature : signatures) {
      if (signature.startsWith("v1,") && isCode(bytes(signature), keys, codes, content)) {
        return true;
      }
      if (signature.startsWith("v1a,") && isPublic(bytes(signature), content)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCode(
      byte[] presented, List<MacKey> keys, List<byte[]> codes, byte[] content) {
    for (int i = 0; i < codes.size(); i++) {
      // Compared by the key itself once more, which notes its use.
      if (MessageDigest.isEqual(codes.get(i), presented)) {
        return keys.get(i).matches(content, presented);
      }
    }
    return false;
  }

  private boolean isPublic(byte[] presented, byte[] content) {
    return publicKeys.stream()
        .anyMatch(key -> SignatureAlgorithm.ED25519.verify(key, content, presented));
  }

  /** Empty unless it is base64 in the one spelling that senders use. */
  private static byte[] bytes(String signature) {
    String base64 = signature.substring(signature.indexOf(',') + 1);
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Base64.getEncoder().encodeToString(bytes).equals(base64) ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
