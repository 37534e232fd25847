package dev.surety.signature.internal.message;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How bytes are written between the colons of a byte sequence; an endpoint speaks one alphabet.
 *
 * <p>Strict: of all texts that a lenient decoder would take for the same bytes only the one that an
 * encoder writes is taken, so neither padding nor unused bits can be played with.
 */
public enum BinaryAlphabet {
  /** With padding, as RFC 8941 §3.3.5 has it. */
  BASE64(Base64.getEncoder(), Base64.getDecoder()),
  /** Without padding. */
  BASE64URL(Base64.getUrlEncoder().withoutPadding(), Base64.getUrlDecoder());

  // stateless, though their types do not say so
  @SuppressWarnings("ImmutableEnumChecker")
  private final Base64.Encoder encoder;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Base64.Decoder decoder;

  BinaryAlphabet(Base64.Encoder encoder, Base64.Decoder decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  public String encode(byte[] bytes) {
    return encoder.encodeToString(bytes);
  }

  /** The bytes, or {@code null} if the text is not exactly what {@link #encode} gives. */
  public byte @Nullable [] decode(String text) {
    try {
      byte[] bytes = decoder.decode(text);
      return encode(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
