package dev.surety.signature;

/**
 * Finds the key that a signature names; a CDI bean of this type takes the place of the configured
 * key sets.
 *
 * <p>Called on the request's thread, before any cryptography and outside any transaction, by many
 * threads at once. It must answer in bounded time. An exception counts as {@link Unavailable}.
 */
public interface KeyResolver {

  /**
   * @param keyId as the signature names it, 1 to 256 bytes; comes from a stranger
   * @param message the message, for resolvers that tell issuers apart by a field or the path
   */
  Resolution resolve(String keyId, HttpMessage message);

  /** What became of the search. */
  sealed interface Resolution {}

  /** The key is known; whether it may verify is the verifier's to say. */
  record Found(VerificationKey key) implements Resolution {}

  /** No trusted set has the key, after at most one new fetch. */
  record Unknown() implements Resolution {}

  /** The set could not be fetched, and none that is held may still be used. */
  record Unavailable() implements Resolution {}

  /** What was fetched is not a set of keys, or may not be fetched from there. */
  record Untrusted() implements Resolution {}
}
