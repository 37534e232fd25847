package dev.surety.signature;

/**
 * Verifies a message's signature by the steps of one profile; the first that fails decides.
 *
 * <p>Thread-safe. The nonce is accepted in a transaction of Surety's own, after everything else
 * about the signature has held. Time is the database's.
 */
public interface SignatureVerifier {

  /**
   * Verifies one signature; a message without any is {@code Rejected} as {@code required}. The
   * target counts as it is given: an empty query, {@code /a?}, is another than none.
   *
   * @throws dev.surety.UnavailableException if the database cannot accept the nonce in time; the
   *     message must be refused
   */
  Verification verify(HttpMessage message);
}
