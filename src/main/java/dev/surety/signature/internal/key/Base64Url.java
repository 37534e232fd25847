package dev.surety.signature.internal.key;

import java.util.Base64;
import java.util.Optional;

/**
 * Unpadded base64url (RFC 7515 §2), read strictly.
 *
 * <p>Refused: padding, line breaks, other alphabets, and spare bits that are not zero, so that one
 * value has one spelling.
 */
final class Base64Url {

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
