package dev.surety.idempotency;

/** What happens to a key whose owner fell silent before it completed, in at-least-once mode. */
public enum Recovery {
  /** The next caller runs the work again. */
  RERUN,
  /** The key is held, and callers are told so, until {@link Idempotency#resolve} decides. */
  HOLD
}
