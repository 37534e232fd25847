package dev.surety.keys.internal;

import dev.surety.SuretyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) around a secret: version, nonce, ciphertext and tag.
 *
 * <p>The associated data names application, ring, key id and version, each with its length before
 * it, so that a row's secret opens in its own row only. Thread-safe.
 */
final class Envelope {

  static final byte VERSION = 1;

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String ALGORITHM = "AES/GCM/NoPadding";

  private final SecureRandom random = new SecureRandom();

  /** Where a secret is stored. */
  record Place(String application, String ring, String kid) {

    byte[] associatedData() {
      byte[][] fields = {utf8(application), utf8(ring), utf8(kid), {VERSION}};
      int length = Arrays.stream(fields).mapToInt(field -> 4 + field.length).sum();
      ByteBuffer data = ByteBuffer.allocate(length);
      for (byte[] field : fields) {
        data.putInt(field.length).put(field);
      }
      return data.array();
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  byte[] seal(SecretKey key, Place place, byte[] secret) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(secret);
      return ByteBuffer.allocate(1 + NONCE + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new SuretyException("the key-encryption key cannot encrypt with AES-256-GCM", e);
    }
  }

  /** The secret; empty where the key is another one, or the row was changed or moved. */
  Optional<byte[]> open(SecretKey key, Place place, byte[] sealed) {
    if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != VERSION) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
    int from = 1 + NONCE;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, place);
      return Optional.of(cipher.doFinal(sealed, from, sealed.length - from));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new SuretyException("the key-encryption key cannot decrypt with AES-256-GCM", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, Place place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.associatedData());
    return cipher;
  }
}
