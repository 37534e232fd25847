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
  /**
   * 2xx, 3xx and the 4xx that the same request would only get again. Not 406, 407, 412, 421, 423,
   * 424 and 428: they hang on headers or resources that are no part of the request's hash, so a
   * retry with the same key may mend them.
   */
  DETERMINISTIC,
  /** 2xx, 3xx and every 4xx that is not excluded for all policies. */
  ALL
}
