package dev.surety.signature.internal;

import dev.surety.signature.Verification.Rejected;

/** Ends a verification at the step that failed; says nothing of what the message holds. */
final class Rejection extends Exception {

  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String step;
  private final String reason;

  Rejection(Code code) {
    this(code, "");
  }

  /**
   * @param reason in fixed words, for operators
   */
  Rejection(Code code, String reason) {
    this(code, code.step(), reason);
  }

  /** For a code that another step than its usual one found. */
  Rejection(Code code, String step, String reason) {
    // Thrown for every refused message: a stack trace would be a gift to who floods.
    super(code.name(), null, false, false);
    this.code = code;
    this.step = step;
    this.reason = reason;
  }

  Rejected in(Profile profile) {
    return new Rejected(code.in(profile.direction()), step, reason);
  }
}
