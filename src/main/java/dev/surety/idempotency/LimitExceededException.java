package dev.surety.idempotency;

import dev.surety.SuretyException;
import java.time.Duration;

/**
 * A tenant's principal has used up its share: live rows, stored bytes, or rate of new keys.
 *
 * <p>Nothing was stored and nothing was evicted.
 */
public class LimitExceededException extends SuretyException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public LimitExceededException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** When it may be worth trying again; whole seconds, at least one. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
