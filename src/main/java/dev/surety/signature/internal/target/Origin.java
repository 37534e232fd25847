package dev.surety.signature.internal.target;

import dev.surety.SuretyException;
import org.jspecify.annotations.Nullable;

/**
 * Scheme and authority in canonical form.
 *
 * @param authority with a port only where it is not the scheme's default
 */
record Origin(String scheme, String authority) {

  /**
   * @throws SuretyException if the configured text is not an origin alone
   */
  static Origin configured(String text) {
    boolean bare = text.chars().filter(c -> c == '/').count() == 2 && text.indexOf('@') < 0;
    if (bare
        && CanonicalTarget.toSign(text) instanceof Target.Canonical target
        && target.query() == null
        && text.indexOf('#') < 0) {
      return new Origin(target.scheme(), target.authority());
    }
    throw new SuretyException(
        "setting surety.signature.public-origins has '"
            + text
            + "', which is not an origin; it expects a scheme and a host, such as"
            + " https://api.example.com or https://api.example.com:8443, without a path");
  }

  /** Null unless the text is a host in ASCII with an optional port, and nothing else. */
  static @Nullable Origin received(String scheme, String hostAndPort) {
    String authority =
        hostAndPort.chars().allMatch(c -> c < 0x80)
            ? Authority.hostAndPort(scheme, hostAndPort)
            : null;
    return authority == null ? null : new Origin(scheme, authority);
  }
}
