package dev.surety.signature.internal.message;

/** What a covered component amounts to in a message (RFC 9421 §2.5). */
sealed interface ComponentValue {

  /** The value, not yet checked for characters that no signature base can hold. */
  record Text(String value) implements ComponentValue {}

  /** There is none, and so there can be no signature base. */
  record None(SignatureBase.Reason reason) implements ComponentValue {}

  ComponentValue MISSING = new None(SignatureBase.Reason.MISSING);
}
