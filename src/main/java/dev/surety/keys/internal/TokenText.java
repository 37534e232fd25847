package dev.surety.keys.internal;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A token as it is written: {@code kid:mac}, or {@code kid:expiry:mac}. No I/O. */
final class TokenText {

  private static final int MAC_DIGITS = 64;

  /** The last second of the year 9999 has as many. */
  private static final int MOST_EXPIRY_DIGITS = 12;

  private static final long LAST_EXPIRY = 253_402_300_799L;
  private static final HexFormat HEX = HexFormat.of();

  private final String kid;
  private final long expiry;
  private final byte[] mac;

  private TokenText(String kid, long expiry, byte[] mac) {
    this.kid = kid;
    this.expiry = expiry;
    this.mac = mac;
  }

  /** Reads a token of the first form; {@code null} if it is none. */
  static @Nullable TokenText first(String token) {
    int colon = token.indexOf(':');
    return Kids.isKid(token, colon) && isMac(token, colon + 1)
        ? new TokenText(
            token.substring(0, colon), 0, HEX.parseHex(token, colon + 1, token.length()))
        : null;
  }

  /** Reads a token of the second form; {@code null} if it is none. */
  static @Nullable TokenText second(String token) {
    int colon = token.indexOf(':');
    int next = token.indexOf(':', colon + 1);
    if (!Kids.isKid(token, colon) || !isExpiry(token, colon + 1, next) || !isMac(token, next + 1)) {
      return null;
    }
    long expiry = Long.parseLong(token, colon + 1, next, 10);
    return expiry > LAST_EXPIRY
        ? null
        : new TokenText(
            token.substring(0, colon), expiry, HEX.parseHex(token, next + 1, token.length()));
  }

  static String first(String kid, byte[] mac) {
    return kid + ':' + HEX.formatHex(mac);
  }

  static String second(String kid, long expiry, byte[] mac) {
    return kid + ':' + expiry + ':' + HEX.formatHex(mac);
  }

  String kid() {
    return kid;
  }

  /** Seconds since 1970. */
  long expiry() {
    return expiry;
  }

  byte[] mac() {
    return mac;
  }

  /** One way to write a number only: else there would be several tokens with one MAC. */
  private static boolean isExpiry(String token, int from, int to) {
    int length = to - from;
    if (length < 1 || length > MOST_EXPIRY_DIGITS || (token.charAt(from) == '0' && length > 1)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (token.charAt(i) < '0' || token.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isMac(String token, int from) {
    if (token.length() - from != MAC_DIGITS) {
      return false;
    }
    for (int i = from; i < token.length(); i++) {
      if (!HexFormat.isHexDigit(token.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
