package dev.surety.keys;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secret bytes of a key, 24 to 64 of them; how many a ring takes depends on its use.
 *
 * <p>They appear where they are asked for by name, and nowhere else: not in {@code toString}, JSON,
 * serialised form or any message. Plainly weak ones are refused: those that repeat a pattern or
 * count up or down, have fewer than 8 different bytes, or contain a word that placeholders have.
 */
public final class Secret {

  private static final int LEAST = 24;
  private static final int MOST = 64;
  private static final String WHSEC = "whsec_";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

  /** Transient, so that what serialises fields passes over it. */
  private final transient byte[] bytes;

  private volatile boolean erased;

  private Secret(byte[] bytes) {
    if (bytes.length < LEAST || bytes.length > MOST) {
      throw new IllegalArgumentException(
          "a secret has " + LEAST + " to " + MOST + " bytes, not " + bytes.length);
    }
    String weakness = SecretRules.weakness(bytes);
    if (weakness != null) {
      throw new IllegalArgumentException(
          "the secret " + weakness + "; take random bytes, as KeyRings.generate does");
    }
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if they are too few, too many, or plainly weak
   */
  public static Secret ofBytes(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /**
   * @throws IllegalArgumentException if the text is no hex, or as {@link #ofBytes}; the text is not
   *     in the message
   */
  public static Secret ofHex(String hex) {
    return new Secret(decoded(() -> HexFormat.of().parseHex(hex.strip()), "hex digits"));
  }

  /**
   * Reads base64 in either alphabet, with or without padding.
   *
   * @throws IllegalArgumentException if the text is no base64, or as {@link #ofBytes}; the text is
   *     not in the message
   */
  public static Secret ofBase64(String base64) {
    String standard = base64.strip().replace('-', '+').replace('_', '/');
    return new Secret(decoded(() -> Base64.getDecoder().decode(standard), "base64"));
  }

  /**
   * Reads what {@link #ofHex} or {@link #ofBase64} reads, the latter also after {@code whsec_} as
   * Standard Webhooks writes it. Text of hex digits only is hex, whatever their number, and never
   * base64.
   *
   * @throws IllegalArgumentException as those
   */
  public static Secret parse(String text) {
    String stripped = text.strip();
    if (stripped.startsWith(WHSEC)) {
      return ofBase64(stripped.substring(WHSEC.length()));
    }
    return HEX.matcher(stripped).matches() ? ofHex(stripped) : ofBase64(stripped);
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return held().clone();
  }

  private byte[] held() {
    if (erased) {
      throw new IllegalStateException("the secret was erased");
    }
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  /** The secret as text, for whoever keeps the other copy. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(held());
  }

  /** The secret as a webhook's receiver takes it: {@code whsec_} and base64. */
  public String toWhsec() {
    return WHSEC + toBase64();
  }

  /** Whether both have the same bytes, in a time that does not depend on them. */
  public boolean isSameAs(Secret other) {
    return MessageDigest.isEqual(held(), other.held());
  }

  /** Overwrites the bytes; what was asked for before stays with whoever asked. */
  public void erase() {
    erased = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Secret of " + bytes.length + " bytes";
  }

  private interface Decoder {
    byte[] decode();
  }

  private static byte[] decoded(Decoder decoder, String format) {
    byte @Nullable [] decoded = null;
    try {
      decoded = decoder.decode();
    } catch (IllegalArgumentException e) {
      // Its message quotes what was read, so that it is neither told nor kept as a cause.
    }
    if (decoded == null) {
      throw new IllegalArgumentException("the text of the secret is not " + format);
    }
    return decoded;
  }
}
