package dev.surety.idempotency;

/**
 * Which answers are kept for replay.
 *
 * <p>Whatever is chosen, 401, 403, 408, 409, 425, 429, every 5xx and a failed validation of the
 * request are never kept: their key is freed and the request may run again.
 */
public enum Storing {
  /** 2xx and 3xx. */
  SUCCESS,
  /** 2xx, 3xx and the 4xx that a retry would only get again. */
  DETERMINISTIC,
  /** Everything that is not excluded for all policies. */
  ALL
}
