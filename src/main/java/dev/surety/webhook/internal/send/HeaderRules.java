package dev.surety.webhook.internal.send;

import dev.surety.core.LimitedLog;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which request headers applications may add to deliveries (RFC 9110 §5.1, §5.5). No I/O.
 *
 * <p>Refused are those of the connection, those that delivery sets, and those that sign.
 */
public final class HeaderRules {

  private static final int MOST = 32;
  private static final int MOST_BYTES = 8 << 10;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("|[!-~]([ -~]*[!-~])?");

  private static final Set<String> OWN =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "http2-settings",
          "expect",
          "content-type",
          "content-digest",
          "accept-encoding",
          "user-agent",
          "x-adcp-signature",
          "x-adcp-timestamp");

  private HeaderRules() {}

  /**
   * @throws IllegalArgumentException naming the header that is not allowed; values are not told,
   *     because they may be secret
   */
  public static void check(Map<String, String> headers) {
    if (headers.size() > MOST) {
      throw new IllegalArgumentException(
          "there are %d headers; send at most %d".formatted(headers.size(), MOST));
    }
    Set<String> names = new HashSet<>();
    int bytes = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      check(header.getKey(), header.getValue());
      if (!names.add(header.getKey().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "header '%s' is there twice; send it once".formatted(shown(header.getKey())));
      }
      bytes += header.getKey().length() + header.getValue().length();
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "headers have %d bytes together; send at most %d".formatted(bytes, MOST_BYTES));
    }
  }

  private static void check(String name, String value) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "header name '%s' is no token; use letters, digits and !#$%%&'*+-.^_`|~"
              .formatted(shown(name)));
    }
    if (isOwn(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "header '%s' is set by delivery or the connection; leave it out".formatted(shown(name)));
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the value of header '%s' has a control or non-ASCII character; send printable ASCII"
              .formatted(shown(name)));
    }
  }

  private static boolean isOwn(String name) {
    return OWN.contains(name)
        || name.startsWith("webhook-")
        || name.startsWith("signature")
        || name.startsWith("proxy-");
  }

  private static String shown(String name) {
    return LimitedLog.clean(name);
  }
}
