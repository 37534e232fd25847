package dev.surety.signature.internal.target;

import dev.surety.core.VisibleAscii;
import dev.surety.signature.internal.target.Target.Canonical;
import dev.surety.signature.internal.target.Target.Malformed;
import dev.surety.signature.internal.target.Target.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings a target URI into its canonical form (RFC 3986 §6.2.2 and §6.2.3), or refuses it.
 *
 * <p>Scheme and host in lower case, one root dot, userinfo, default port and fragment taken away,
 * escapes and dot segments of the path resolved, consecutive slashes and the query kept. What two
 * readers could take for two targets is refused: an IPv4 address in an odd spelling, a second
 * {@code @}, a backslash, a port with leading zeros. The canonical form of a canonical form is
 * itself.
 */
public final class CanonicalTarget {

  private CanonicalTarget() {}

  /** For verifiers: an internationalized host must have come in its ASCII form (RFC 5891 §4.4). */
  public static Target of(String url) {
    return parse(url, false);
  }

  /** For signers: an internationalized host is mapped to its ASCII form (UTS #46). */
  public static Target toSign(String url) {
    return parse(url, true);
  }

  /** The path as it came, of a URL that has a canonical form; {@code /} for an empty one. */
  public static String receivedPath(String url) {
    int start = indexOf(url, url.indexOf("://") + 3, "/?#");
    int end = indexOf(url, start, "?#");
    return start == end ? "/" : url.substring(start, end);
  }

  private static Target parse(String url, boolean mapHost) {
    String scheme = scheme(url);
    if (scheme == null) {
      return malformed();
    }
    int start = scheme.length() + 3;
    int end = indexOf(url, start, "/?#");
    String authority = url.substring(start, end);
    if (!mapHost && !isAscii(Authority.withoutPort(authority))) {
      return new Malformed(Problem.NON_ASCII);
    }
    String canonical = Authority.canonical(scheme, authority);
    return canonical == null ? malformed() : resource(scheme, canonical, url.substring(end));
  }

  private static Target resource(String scheme, String authority, String rest) {
    String received = rest.substring(0, indexOf(rest, 0, "#"));
    if (!isAscii(received)) {
      return new Malformed(Problem.NON_ASCII);
    }
    int mark = indexOf(received, 0, "?");
    String path = UriPath.canonical(received.substring(0, mark));
    String query = mark == received.length() ? null : received.substring(mark + 1);
    if (path == null || !isVisible(query)) {
      return malformed();
    }
    return new Canonical(scheme, authority, path, query);
  }

  private static @Nullable String scheme(String url) {
    int end = url.indexOf("://");
    String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https") ? scheme : null;
  }

  /** Where the first of the characters stands; the text's end if none does. */
  private static int indexOf(String text, int from, String anyOf) {
    int at = from;
    while (at < text.length() && anyOf.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** A query is kept as it came, so only what cannot come in a request line is refused. */
  private static boolean isVisible(@Nullable String query) {
    return query == null || VisibleAscii.isAll(query);
  }

  private static Target malformed() {
    return new Malformed(Problem.TARGET_MALFORMED);
  }
}
