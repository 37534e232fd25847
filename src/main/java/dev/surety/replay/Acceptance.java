package dev.surety.replay;

/** What became of a nonce. */
public enum Acceptance {
  /** It was not seen before and is now remembered; at most one caller ever gets this. */
  FRESH,
  /** It was accepted before, with whatever expiry; nothing was written. */
  REPLAYED,
  /**
   * Its key, or the store, has as many live nonces as are allowed, counting permits that other
   * instances have not used yet and hand back within a second; nothing was written.
   */
  AT_CAPACITY,
  /** Its signature is no longer valid, or would be for longer than allowed; nothing was written. */
  EXPIRED
}
