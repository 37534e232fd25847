package dev.surety.keys;

/** What a ring's keys are for; fixed when the ring is made. */
public enum KeyUse {
  /** Tokens of {@link Tokens}. */
  TOKEN,
  /** Signatures of webhooks. */
  WEBHOOK,
  /** HMAC signatures of HTTP messages (RFC 9421 §3.3.3). */
  HTTP_SIGNATURE
}
