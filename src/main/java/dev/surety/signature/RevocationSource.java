package dev.surety.signature;

/**
 * Knows which keys count no longer; a CDI bean of this type takes the place of the configured list.
 *
 * <p>Asked before any cryptography, on the request's thread, by many threads at once; it must
 * answer at once, from what it holds. An exception counts as {@link Status#STALE}.
 */
public interface RevocationSource {

  Status statusOf(VerificationKey key);

  /** What is known of a key. */
  enum Status {
    NOT_REVOKED,
    REVOKED,
    /** There is no list yet, or the one held is past its grace: nothing may be accepted. */
    STALE
  }
}
