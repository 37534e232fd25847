package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.Envelope.Place;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Puts secrets into the form in which they are stored, and takes them out.
 *
 * <p>Without a key-encryption key that works only where plaintext was configured; a plaintext row
 * is refused everywhere else, so that nobody can put one in an encrypted one's place. Nothing is
 * ever generated instead of a missing key. Thread-safe.
 */
final class Vault {

  private static final byte PLAINTEXT = 0;
  private static final Pattern ID = Pattern.compile(KeySettings.ID);

  private final @Nullable KeyEncryptionKeys keys;
  private final boolean plaintext;
  private final String application;
  private final Envelope envelope = new Envelope();

  /** An application's bean may take its time, and is not asked twice. */
  private final Map<String, SecretKey> known = new ConcurrentHashMap<>();

  /**
   * @param plaintext whether secrets may be stored as they are
   */
  Vault(Optional<KeyEncryptionKeys> keys, boolean plaintext, String application) {
    this.keys = keys.orElse(null);
    this.plaintext = plaintext;
    this.application = application;
  }

  /**
   * @throws SuretyException if secrets cannot be stored, saying what to configure
   */
  void check() {
    if (keys != null) {
      SecretKey unused = encryptionKey(currentId());
    } else if (!plaintext) {
      throw missing();
    }
  }

  /** The id of the key-encryption key for new secrets; empty where they stay plaintext. */
  String currentId() {
    if (keys == null) {
      return "";
    }
    String id = keys.currentId();
    if (!ID.matcher(id).matches()) {
      throw new SuretyException("a key-encryption key's id must match " + ID.pattern());
    }
    return id;
  }

  Sealed seal(Ring ring, String kid, Secret secret) {
    return seal(ring, kid, secret.bytes());
  }

  /** The same secret under the current key-encryption key. */
  Sealed reseal(Ring ring, String kid, Sealed sealed) {
    byte[] secret = open(ring, kid, sealed);
    try {
      return seal(ring, kid, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * The secret of a row.
   *
   * @throws SuretyException if the key-encryption key is missing or wrong, or the row was changed
   */
  byte[] open(Ring ring, String kid, Sealed sealed) {
    String id = sealed.encryptionKey();
    if (id.isEmpty()) {
      return opened(sealed.bytes());
    }
    return envelope
        .open(encryptionKey(id), place(ring, kid), sealed.bytes())
        .orElseThrow(
            () ->
                new SuretyException(
                    "key "
                        + kid
                        + " of ring "
                        + ring.name()
                        + " cannot be decrypted: the key-encryption key '"
                        + id
                        + "' is not the one it was encrypted under, or its row was changed"));
  }

  /** Whether the row's secret is that one, in a time that does not depend on where they differ. */
  boolean holds(Ring ring, StoredKey key, Secret secret) {
    Sealed sealed = key.sealed();
    return sealed != null && MessageDigest.isEqual(open(ring, key.kid(), sealed), secret.bytes());
  }

  /**
   * @throws SuretyException if the key's secret cannot be decrypted
   */
  void checkReadable(Ring ring, StoredKey key) {
    Sealed sealed = key.sealed();
    if (sealed != null) {
      Arrays.fill(open(ring, key.kid(), sealed), (byte) 0);
    }
  }

  private Sealed seal(Ring ring, String kid, byte[] secret) {
    check();
    String id = currentId();
    return id.isEmpty()
        ? new Sealed("", withVersion(secret))
        : new Sealed(id, envelope.seal(encryptionKey(id), place(ring, kid), secret));
  }

  private static byte[] withVersion(byte[] secret) {
    return ByteBuffer.allocate(1 + secret.length).put(PLAINTEXT).put(secret).array();
  }

  private byte[] opened(byte[] stored) {
    if (!plaintext || stored.length < 1 || stored[0] != PLAINTEXT) {
      throw new SuretyException(
          "a secret is stored as plaintext, which is refused unless "
              + KeySettings.PLAINTEXT.key()
              + "=true; with that and a key-encryption key, KeyRings.rewrap encrypts it");
    }
    return Arrays.copyOfRange(stored, 1, stored.length);
  }

  private SecretKey encryptionKey(String id) {
    SecretKey key = known.get(id);
    if (key == null) {
      key = find(id);
      known.put(id, key);
    }
    return key;
  }

  private SecretKey find(String id) {
    if (keys == null) {
      throw missing();
    }
    SecretKey key =
        keys.find(id)
            .orElseThrow(
                () ->
                    new SuretyException(
                        "the key-encryption key '"
                            + id
                            + "', which protects stored secrets, is missing: add it to "
                            + KeySettings.OLD_ENCRYPTION_KEYS.key()
                            + ". It cannot be made anew"));
    byte @Nullable [] encoded = key.getEncoded();
    if (encoded != null && encoded.length != ConfiguredKeys.BYTES) {
      throw new SuretyException("the key-encryption key '" + id + "' must have 32 bytes");
    }
    return key;
  }

  private Place place(Ring ring, String kid) {
    return new Place(application, ring.name(), kid);
  }

  private static SuretyException missing() {
    return new SuretyException(
        "the application uses Surety's keys, and there is no key-encryption key. Set "
            + KeySettings.ENCRYPTION_KEY.key()
            + " to what openssl rand -base64 32 prints, or "
            + KeySettings.ENCRYPTION_KEY_FILE.key()
            + ", or make a bean of type KeyEncryptionKeys. For secrets that may be read in the"
            + " database, set "
            + KeySettings.PLAINTEXT.key()
            + "=true");
  }
}
