package dev.surety.idempotency;

/** What became of an owner's write. */
public enum Completion {
  /** The write holds, as soon as its transaction commits. */
  COMPLETED,
  /** The reservation has another owner by now or is finished; nothing was changed. */
  LOST
}
