package dev.surety.signature.internal.target;

import org.jspecify.annotations.Nullable;

/** What became of reading a target URI. */
public sealed interface Target {

  /**
   * The canonical form; two URLs are the same target where their forms are equal.
   *
   * @param scheme {@code http} or {@code https}
   * @param authority the host, and the port unless it is the scheme's default
   * @param path never empty
   * @param query byte for byte as received; empty after a lone {@code ?}, {@code null} without one
   */
  record Canonical(String scheme, String authority, String path, @Nullable String query)
      implements Target {

    /** The value of {@code @target-uri} (RFC 9421 §2.2.2). */
    public String targetUri() {
      return scheme + "://" + authority + path + (query == null ? "" : "?" + query);
    }
  }

  /** It has no canonical form. */
  record Malformed(Problem problem) implements Target {}

  /** Why there is none. */
  enum Problem {
    /** No absolute http or https URI that everybody reads alike. */
    TARGET_MALFORMED,
    /** It has raw octets beyond ASCII, which no URI has. */
    NON_ASCII
  }
}
