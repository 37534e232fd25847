package dev.surety.webhook;

import dev.surety.SuretyException;

/** An idempotency key was used for another body at the same destination. */
public final class WebhookConflictException extends SuretyException {

  private static final long serialVersionUID = 1L;

  public WebhookConflictException(String message) {
    super(message);
  }
}
