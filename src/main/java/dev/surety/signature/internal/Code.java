package dev.surety.signature.internal;

import java.util.Locale;

/** Why a message is refused, by the first step that failed. */
enum Code {
  REQUIRED("0"),
  HEADER_MALFORMED("1"),
  TARGET_URI_MALFORMED("1"),
  PARAMS_INCOMPLETE("2"),
  TAG_INVALID("3"),
  ALG_NOT_ALLOWED("4"),
  WINDOW_INVALID("5"),
  COMPONENTS_INCOMPLETE("6"),
  COMPONENTS_UNEXPECTED("6"),
  KEY_UNKNOWN("7"),
  JWKS_UNAVAILABLE("7"),
  JWKS_UNTRUSTED("7"),
  KEY_PURPOSE_INVALID("8"),
  KEY_REVOKED("9"),
  REVOCATION_STALE("9"),
  RATE_ABUSE("9a"),
  INVALID("10"),
  DIGEST_MISMATCH("11"),
  REPLAYED("12"),
  BODY_MALFORMED("14");

  private final String step;

  Code(String step) {
    this.step = step;
  }

  /** The step that finds this first. */
  String step() {
    return step;
  }

  /**
   * @param direction {@code request} or {@code webhook}
   */
  String in(String direction) {
    boolean ofSignature = this != TARGET_URI_MALFORMED && this != BODY_MALFORMED;
    return direction + (ofSignature ? "_signature_" : "_") + name().toLowerCase(Locale.ROOT);
  }
}
