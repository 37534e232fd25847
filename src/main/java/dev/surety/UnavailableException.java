package dev.surety;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The database could not decide in time: stopped, frozen, out of connections, or its queue full.
 *
 * <p>Nothing was let through. The outcome of the refused call itself is unknown to the caller; a
 * claim that was decided after the caller gave up is handed back.
 */
public class UnavailableException extends SuretyException {

  private static final long serialVersionUID = 1L;

  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** How long a client should wait before it tries again; whole seconds, at least one. */
  public Duration retryAfter() {
    return Duration.ofSeconds(1);
  }
}
