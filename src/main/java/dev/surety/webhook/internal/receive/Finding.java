package dev.surety.webhook.internal.receive;

/** Whether a request is genuine. */
sealed interface Finding {

  /**
   * Its sender has signed it.
   *
   * @param webhookId by what repeats are told
   * @param unsignedBy the signature, where that does not cover the id; empty where it does
   */
  record Genuine(String webhookId, String unsignedBy) implements Finding {}

  /**
   * It is refused.
   *
   * @param reason in fixed words
   */
  record Doubtful(int status, String reason) implements Finding {}

  static Finding unauthenticated(String reason) {
    return new Doubtful(401, reason);
  }

  static Finding malformed(String reason) {
    return new Doubtful(400, reason);
  }
}
