package dev.surety.keys.internal;

import dev.surety.keys.TokenClaims;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/**
 * What a token's MAC is over.
 *
 * <p>The first form starts with a key id and a colon. The second form starts with a label that has
 * a dot, which no key id has, before any colon: so no input of one form is one of the other. Its
 * fields are length-prefixed, so no character in one can make it look like another. No I/O.
 */
final class MacInput {

  private static final byte[] LABEL = bytes("surety.token.2");

  private MacInput() {}

  /** What comes before the message in the first form. */
  static byte[] prefix(String kid) {
    return bytes(kid + ":");
  }

  /** The MAC of the second form. */
  static byte[] claimsMac(HmacKey key, String kid, TokenClaims claims, byte[] message) {
    Mac mac = key.begin();
    mac.update(LABEL);
    add(bytes(kid), mac);
    add(bytes(claims.purpose()), mac);
    add(bytes(claims.audience()), mac);
    add(ByteBuffer.allocate(8).putLong(claims.expiresAt().getEpochSecond()).array(), mac);
    add(message, mac);
    return mac.doFinal();
  }

  private static void add(byte[] field, Mac mac) {
    mac.update(ByteBuffer.allocate(4).putInt(field.length).array());
    mac.update(field);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
