package dev.surety.signature;

import java.util.List;

/**
 * Signs messages by one profile with one key.
 *
 * <p>Thread-safe. Every call takes a new nonce; a retry is signed anew.
 */
public interface SignatureSigner {

  /**
   * @return the fields to add to the message: {@code Content-Digest} where the profile covers it
   *     and the message has none, {@code Signature-Input}, {@code Signature}
   * @throws IllegalArgumentException if the target is not one that verifiers would agree upon
   */
  List<HttpMessage.Field> sign(HttpMessage message);
}
