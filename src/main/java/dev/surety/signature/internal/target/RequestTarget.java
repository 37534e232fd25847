package dev.surety.signature.internal.target;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request line's target in origin-form or absolute-form (RFC 9112 §3.2), raw.
 *
 * @param scheme of the absolute-form; null in origin-form
 * @param authority of the absolute-form; null in origin-form
 * @param resource path and query
 */
record RequestTarget(@Nullable String scheme, @Nullable String authority, String resource) {

  /** Null if it has another form, or a fragment, which no request line has. */
  static @Nullable RequestTarget of(String raw) {
    if (raw.indexOf('#') >= 0) {
      return null;
    }
    if (raw.startsWith("/")) {
      return new RequestTarget(null, null, raw);
    }
    int authority = raw.indexOf("://") + 3;
    String scheme = authority < 3 ? "" : raw.substring(0, authority - 3);
    if (!scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      return null;
    }
    int end = authority;
    while (end < raw.length() && "/?".indexOf(raw.charAt(end)) < 0) {
      end++;
    }
    return new RequestTarget(scheme, raw.substring(authority, end), raw.substring(end));
  }

  /** Whether there is no second word on the host, or it is the same (RFC 9112 §3.2.2). */
  boolean agreesWith(String host) {
    if (scheme == null || authority == null) {
      return true;
    }
    Origin own = Origin.received(scheme, authority);
    return own != null && own.equals(Origin.received(scheme, host));
  }
}
