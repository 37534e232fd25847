package dev.surety.idempotency;

/** What a person decided about a held key. */
public sealed interface Resolution {

  /** The work was done; retries get this answer. */
  record Answered(Answer answer) implements Resolution {}

  /** The work was not done; the same request may run again. */
  record Free() implements Resolution {}
}
