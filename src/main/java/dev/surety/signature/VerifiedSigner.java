package dev.surety.signature;

import java.time.Instant;
import java.util.List;

/**
 * Who signed a message; injectable into what runs under {@link SignatureRequired}.
 *
 * <p>The request's principal is {@link #owner}, vouched for by {@link #issuer}: a key that rotates
 * changes neither.
 *
 * @param issuer who vouches for the key
 * @param owner the party whose key it is
 * @param keyId the key
 * @param algorithm what verified
 * @param label which of the message's signatures
 * @param components the covered components as received, such as {@code "@method"}
 * @param created when it was signed; if the signature does not say, the longest span before it
 *     expires
 * @param expires until when it was valid; if the signature does not say, the longest span after
 */
public record VerifiedSigner(
    String issuer,
    String owner,
    String keyId,
    SignatureAlgorithm algorithm,
    String label,
    List<String> components,
    Instant created,
    Instant expires) {

  public VerifiedSigner {
    components = List.copyOf(components);
  }
}
