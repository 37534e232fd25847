package dev.surety;

import org.jspecify.annotations.Nullable;

/**
 * Root of what Surety throws; what {@code reserve} and {@code complete} decide are values instead.
 *
 * <p>Messages name the value, the rule and what to do, and carry no key, payload or secret.
 */
public class SuretyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SuretyException(String message) {
    super(message);
  }

  public SuretyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
