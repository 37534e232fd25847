package dev.surety.signature.internal.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of a path (RFC 3986 §6.2.2).
 *
 * <p>Escaped unreserved characters are decoded first and dot segments removed after, so that {@code
 * %2e%2e} is the segment it stands for and a second pass finds nothing to do. An escaped slash
 * stays escaped and parts no segments.
 */
final class UriPath {

  private static final String UNRESERVED = "-._~";
  private static final String OTHERWISE_ALLOWED = "/!$&'()*+,;=:@";

  private UriPath() {}

  /** Null if the path has what no path may have (RFC 3986 §3.3), such as a bad escape. */
  static @Nullable String canonical(String path) {
    String decoded = decodeUnreserved(path);
    return decoded == null ? null : withoutDotSegments(decoded);
  }

  private static @Nullable String decodeUnreserved(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        int octet = octet(path, i + 1);
        if (octet < 0) {
          return null;
        }
        append((char) octet, out);
        i += 2;
      } else if (isUnreserved(c) || OTHERWISE_ALLOWED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        return null;
      }
    }
    return out.toString();
  }

  private static void append(char octet, StringBuilder out) {
    if (isUnreserved(octet)) {
      out.append(octet);
    } else {
      out.append('%').append(upperHex(octet >> 4)).append(upperHex(octet & 15));
    }
  }

  private static char upperHex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  /** The octet that two hexadecimal digits stand for; negative if they are none. */
  private static int octet(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = hexDigit(text.charAt(at));
    int low = hexDigit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }

  /** {@link Character#digit} alone would take full-width digits too. */
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }

  /** RFC 3986 §5.2.4; an empty segment is a segment. */
  private static String withoutDotSegments(String path) {
    if (path.isEmpty()) {
      return "/";
    }
    List<String> kept = new ArrayList<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean dots = segments[i].equals(".") || segments[i].equals("..");
      if (segments[i].equals("..") && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      }
      if (!dots) {
        kept.add(segments[i]);
      } else if (i == segments.length - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
