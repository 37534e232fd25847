package dev.surety.signature.internal.message;

/** Ends the parsing of a field; the reason is a fixed text and carries nothing of the field. */
final class MalformedFieldException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  MalformedFieldException(String reason) {
    // a stranger can cause these at will, so they cost no stack trace
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
