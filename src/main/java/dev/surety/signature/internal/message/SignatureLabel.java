package dev.surety.signature.internal.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One label of a message's signature fields (RFC 9421 §4). */
public sealed interface SignatureLabel {

  String label();

  /** The application's mark of what the signature is for; {@code null} if there is none. */
  @Nullable String tag();

  /**
   * A signature that can be verified.
   *
   * @param verbatim the label's value in {@code Signature-Input}, byte for byte as received; the
   *     signature base ends with it
   * @param components in order; no two are equal
   * @param signature decoded
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record SignatureInput(
      String label,
      String verbatim,
      List<Component> components,
      SignatureParameters parameters,
      byte[] signature)
      implements SignatureLabel {

    public SignatureInput {
      components = List.copyOf(components);
    }

    @Override
    public @Nullable String tag() {
      return parameters.tag();
    }
  }

  /**
   * A label that no verifier may choose; another label of the same message is none the worse.
   *
   * @param reason a fixed text, for debug logs
   */
  record Unusable(String label, @Nullable String tag, String reason) implements SignatureLabel {}
}
