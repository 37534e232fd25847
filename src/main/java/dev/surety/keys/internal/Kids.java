package dev.surety.keys.internal;

import java.util.regex.Pattern;

/** Key ids: {@code [A-Za-z0-9_-]{1,64}}. */
final class Kids {

  private static final int MOST = 64;
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1," + MOST + "}");

  private Kids() {}

  /**
   * @throws IllegalArgumentException if it cannot be a key id
   */
  static String checked(String kid) {
    if (!KID.matcher(kid).matches()) {
      throw new IllegalArgumentException("a key id must match " + KID.pattern());
    }
    return kid;
  }

  /** Whether the text starts with a key id of that length; for texts that strangers send. */
  static boolean isKid(String text, int length) {
    if (length < 1 || length > MOST) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!isAllowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
