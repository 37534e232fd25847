package dev.surety.signature;

import java.util.List;

/**
 * Signs messages by one profile with one key.
 *
 * <p>Thread-safe. Every call takes a new nonce; a retry is signed anew.
 */
public interface SignatureSigner {

  /**
   * @param message a request
   * @return the fields to add to the message: {@code Content-Digest} where the profile covers it
   *     and the message has none, {@code Signature-Input}, {@code Signature}
   * @throws IllegalArgumentException if the message is signed already, or its target is not one
   *     that verifiers would agree upon
   * @throws dev.surety.UnavailableException if the database has not told its time, which is signed
   * @throws dev.surety.SuretyException if there is no key, or it fails to sign
   */
  List<HttpMessage.Field> sign(HttpMessage message);
}
