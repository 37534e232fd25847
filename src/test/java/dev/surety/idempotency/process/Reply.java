package dev.surety.idempotency.process;

import java.time.Duration;

/**
 * What came back for one request.
 *
 * @param status 0 where nothing came back
 * @param body the run, if it is a success; a problem otherwise
 * @param replayed whether it says that it was stored
 * @param retryAfter seconds, empty where the server names none
 * @param took from the first byte sent to the last byte received
 */
record Reply(int status, String body, boolean replayed, String retryAfter, Duration took) {

  static final String REPLAYED = "Idempotency-Replayed";

  static Reply none(Duration took) {
    return new Reply(0, "", false, "", took);
  }

  boolean isSuccess() {
    return status == 201;
  }

  /** Whether it is this kind of refusal, by the last part of its problem type. */
  boolean isProblem(int expected, String slug) {
    return status == expected && body.contains("/problems/" + slug + '"');
  }
}
