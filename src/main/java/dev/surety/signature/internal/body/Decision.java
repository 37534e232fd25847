package dev.surety.signature.internal.body;

import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.VerifiedSigner;

/** What becomes of a request. */
public sealed interface Decision {

  /** It runs for its signer. */
  record Signed(VerifiedSigner signer) implements Decision {}

  /** It runs without a signer, for whom it was authenticated otherwise. */
  record Fallback() implements Decision {}

  /** Likewise, though its signature failed. */
  record Warned(Rejected why) implements Decision {}

  /** It runs without a signer, and nobody asked for one. */
  record Unsigned() implements Decision {}

  /** It is answered with 401. */
  record Refused(Rejected why) implements Decision {}
}
