package dev.surety.idempotency.internal.http;

/** A body that cannot be hashed as configured; the message is fit for the client. */
final class UnacceptableBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  UnacceptableBodyException(String detail) {
    super(detail, null, false, false);
  }

  /** What is wrong with the body, without echoing it. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
