package dev.surety.webhook.internal.send;

import java.util.Locale;
import java.util.Optional;

/** What came of one attempt, before anything is decided. */
public sealed interface SendResult {

  /**
   * The receiver answered; its content may have been cut.
   *
   * @param retryAfter the field's value
   * @param challenge {@code WWW-Authenticate}
   * @param excerpt the start of the content, as text
   */
  record Answered(
      int status, Optional<String> retryAfter, Optional<String> challenge, String excerpt)
      implements SendResult {}

  /**
   * There was no answer, or not in time.
   *
   * @param error for operators
   */
  record Unanswered(Trouble trouble, String error) implements SendResult {}

  /** It cannot be signed; nothing was sent. */
  record Unsigned(String ring, String error) implements SendResult {}

  /** It was given back before anything was sent. */
  record Unsent() implements SendResult {}

  /** Why there is no answer. */
  enum Trouble {
    /** The deadline for everything together was over. */
    TIMEOUT(true),
    /** No connection, or it broke. */
    CONNECTION(true),
    /** A connection that was kept ended before an answer; it may or may not have been read. */
    KEPT_CONNECTION(false),
    /** The receiver's certificate is not trusted or for another name, or there is no handshake. */
    TLS(true),
    /** The name has no address, or too many, or was not found in time. */
    NAME(true),
    /** An address of the name may not be connected to. */
    ADDRESS_REFUSED(false),
    /** The url may not be requested. */
    URL_REFUSED(false),
    /** The answer's head is too large. */
    HEAD_TOO_LARGE(false),
    /** The request could not be made. */
    REQUEST(false),
    /** It was ended because this instance stops; the receiver may have read it. */
    CLOSED(false);

    private final boolean fault;

    Trouble(boolean fault) {
      this.fault = fault;
    }

    /** Whether the receiver's circuit counts it as a failure. */
    public boolean isFault() {
      return fault;
    }

    /** As the log has it. */
    public String outcome() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
