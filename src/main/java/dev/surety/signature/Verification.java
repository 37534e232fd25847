package dev.surety.signature;

/** What a verifier found. */
public sealed interface Verification {

  /** One signature is valid, its key counts, and its nonce was accepted by this call. */
  record Verified(VerifiedSigner signer) implements Verification {}

  /**
   * The message is refused.
   *
   * @param code the profile's error code, such as {@code request_signature_invalid}
   * @param step the step that failed, {@code 0} to {@code 14} or {@code 9a}
   * @param reason why, in fixed words for operators; empty where the code says all there is to say
   */
  record Rejected(String code, String step, String reason) implements Verification {}
}
