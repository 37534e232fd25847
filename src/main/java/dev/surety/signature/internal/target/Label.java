package dev.surety.signature.internal.target;

import org.jspecify.annotations.Nullable;

/**
 * One label of a domain name, valid by UTS #46 §4.1.
 *
 * @param unicode as people read it
 * @param ascii as the DNS has it
 */
record Label(String unicode, String ascii) {

  private static final String ACE_PREFIX = "xn--";
  private static final int MAX_LENGTH = 63;

  /** Null if the mapped text is no valid label. */
  static @Nullable Label of(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    return text.startsWith(ACE_PREFIX) ? decoded(text) : encoded(text);
  }

  private static @Nullable Label encoded(String text) {
    if (!isValid(text)) {
      return null;
    }
    String ascii = isAscii(text) ? text : ACE_PREFIX + Punycode.encode(text);
    return ascii.length() > MAX_LENGTH ? null : new Label(text, ascii);
  }

  /** An A-label must decode to what encodes to itself again (RFC 5891 §5.4). */
  private static @Nullable Label decoded(String ascii) {
    String encoded = ascii.substring(ACE_PREFIX.length());
    String unicode = Punycode.decode(encoded);
    boolean valid =
        unicode != null
            && !isAscii(unicode)
            && Uts46.isMapped(unicode)
            && isValid(unicode)
            && Punycode.encode(unicode).equals(encoded);
    return unicode != null && valid ? new Label(unicode, ascii) : null;
  }

  private static boolean isValid(String label) {
    return hyphensFit(label)
        && !isMark(label.codePointAt(0))
        && label.chars().allMatch(Label::isAllowed)
        && Joiners.fit(label);
  }

  private static boolean hyphensFit(String label) {
    return !label.startsWith("-") && !label.endsWith("-") && !label.startsWith("--", 2);
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isAllowed(int unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= '0' && unit <= '9')
        || unit == '-'
        || unit >= 0x80;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
