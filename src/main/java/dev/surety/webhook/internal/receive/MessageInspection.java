package dev.surety.webhook.internal.receive;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import java.util.List;

/** RFC 9421: what a verifier of the signature part accepts, its nonce once. */
record MessageInspection(SignatureVerifier verifier) implements Inspection {

  @Override
  public Finding inspect(Arrival arrival) {
    if (!arrival.has("signature-input") && !arrival.has("signature")) {
      return OtherModes.missing(arrival);
    }
    Verification verification =
        verifier.verify(
            new HttpMessage.Request(
                arrival.method(), arrival.target(), arrival.fields(), List.of(), arrival.body()));
    if (verification instanceof Rejected rejected) {
      return Finding.unauthenticated(rejected.code());
    }
    Verified verified = (Verified) verification;
    // What replays the signature meets its nonce, whatever id it adds.
    return verified.signer().components().contains("\"webhook-id\"")
        ? MessageId.ofHeader(arrival)
        : MessageId.of(arrival, "");
  }
}
