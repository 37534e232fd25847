package dev.surety.webhook.internal.receive;

import java.util.stream.Stream;

/** What a request without the expected signature is told. */
final class OtherModes {

  private OtherModes() {}

  static Finding missing(Arrival arrival) {
    boolean signed =
        Stream.of("webhook-signature", "signature-input", LegacyInspection.SIGNATURE)
            .anyMatch(arrival::has);
    return Finding.unauthenticated(
        signed ? "it is signed in another mode than this receiver's" : "it is not signed");
  }
}
