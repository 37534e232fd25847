package dev.surety.core;

/** The characters of keys, URLs and types: {@code !} to {@code ~} (RFC 5234, VCHAR). */
public final class VisibleAscii {

  private VisibleAscii() {}

  /** Whether the text has nothing else; true of an empty one. */
  public static boolean isAll(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '!' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
