package dev.surety.signature.internal;

import dev.surety.signature.Verification;

/** Ends a verification at the step that failed; says nothing that a stranger may not know. */
final class Rejection extends Exception {

  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String step;

  Rejection(Code code) {
    this(code, code.step());
  }

  /** For a code that a later step than its usual one found. */
  Rejection(Code code, String step) {
    // Thrown for every refused message: a stack trace would be a gift to who floods.
    super(code.name(), null, false, false);
    this.code = code;
    this.step = step;
  }

  Code code() {
    return code;
  }

  Verification.Rejected in(Profile profile) {
    return new Verification.Rejected(code.in(profile.direction()), step);
  }
}
