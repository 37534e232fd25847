package dev.surety.signature.internal.body;

import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.VerifiedSigner;

/** What was found of a request's signature. */
public sealed interface Finding {

  /** Neither of the two fields is there. */
  record Absent() implements Finding {}

  /** One of the two fields is there without the other. */
  record Unpaired(Rejected why) implements Finding {}

  record Valid(VerifiedSigner signer) implements Finding {}

  /** It is there, and a step refused it. */
  record Failed(Rejected why) implements Finding {}
}
