package dev.surety.idempotency;

import dev.surety.SuretyException;

/**
 * The run was overtaken: its lease ran out and another owner took the key.
 *
 * <p>In exactly-once mode its work was rolled back.
 */
public class LostException extends SuretyException {

  private static final long serialVersionUID = 1L;

  public LostException(String message) {
    super(message);
  }
}
