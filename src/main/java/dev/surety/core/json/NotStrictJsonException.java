package dev.surety.core.json;

/** A body that is not one strict JSON document; the message is fit for the client. */
public final class NotStrictJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  NotStrictJsonException(String detail) {
    super(detail, null, false, false);
  }

  /** What is wrong with the body, without echoing it. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
