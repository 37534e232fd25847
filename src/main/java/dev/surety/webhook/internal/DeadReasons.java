package dev.surety.webhook.internal;

import java.util.List;

/** Why deliveries are dead: the closed set of reasons. */
final class DeadReasons {

  /** Every attempt failed. */
  static final String ATTEMPTS = "attempts";

  /** The next attempt would come after the message's end. */
  static final String EXPIRED = "expired";

  /** The answer's status is one that no repetition changes. */
  static final String FINAL_STATUS = "final-status";

  /** The receiver has gone for good (410). */
  static final String GONE = "gone";

  /**
   * The receiver does not accept the signature (401 with {@code Signature error="webhook_..."}).
   */
  static final String SIGNATURE_REFUSED = "signature-refused";

  /** Workers died with it again and again. */
  static final String WORKER_LOST = "worker-lost";

  /** Its endpoint was deleted. */
  static final String ENDPOINT_DELETED = "endpoint-deleted";

  static final List<String> ALL =
      List.of(
          ATTEMPTS, EXPIRED, FINAL_STATUS, GONE, SIGNATURE_REFUSED, WORKER_LOST, ENDPOINT_DELETED);

  private DeadReasons() {}
}
