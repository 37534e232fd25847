package dev.surety.webhook.internal.send;

import dev.surety.core.VisibleAscii;

/** Which texts of callers can be stored by PostgreSQL and shown by a log, and how long. No I/O. */
public final class TextRules {

  public static final int LONGEST_TENANT = 128;
  public static final int LONGEST_KEY = 255;
  public static final int LONGEST_URL = 2_048;

  private TextRules() {}

  /** One rule for messages, endpoints and circuits: what one takes, the others find. */
  public static boolean isTenant(String value) {
    return isText(value, LONGEST_TENANT);
  }

  /** Whether it has at most so many characters, all of visible ASCII. */
  public static boolean isVisibleAscii(String value, int longest) {
    return value.length() <= longest && VisibleAscii.isAll(value);
  }

  /** Whether it has at most so many characters, no control character and no lone surrogate. */
  public static boolean isText(String value, int longest) {
    int count = 0;
    for (int i = 0, c; i < value.length(); i += Character.charCount(c)) {
      c = value.codePointAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
        return false;
      }
      count++;
    }
    return count <= longest;
  }
}
