package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.Envelope.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Puts secrets into the form in which they are stored, and takes them out.
 *
 * <p>Without a key-encryption key that works only where plaintext was configured; a plaintext row
 * is refused everywhere else, so that nobody can put one in an encrypted one's place. Nothing is
 * ever generated instead of a missing key. Thread-safe.
 */
final class Vault {

  private static final byte PLAINTEXT = 0;
  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  private final EncryptionKeys keys;
  private final boolean plaintext;
  private final String application;
  private final Envelope envelope = new Envelope();

  /**
   * @param plaintext whether secrets may be stored as they are
   */
  Vault(Optional<KeyEncryptionKeys> keys, boolean plaintext, String application) {
    this.keys = new EncryptionKeys(keys);
    this.plaintext = plaintext;
    this.application = application;
  }

  /**
   * @throws SuretyException if secrets cannot be stored, saying what to configure
   */
  void check() {
    String id = storingId();
    if (id.isEmpty()) {
      return;
    }
    Place probe = new Place(application, "", "");
    byte[] sealed = envelope.seal(keys.get(id), probe, PROBE);
    if (envelope.open(keys.get(id), probe, sealed).filter(this::isProbe).isEmpty()) {
      throw new SuretyException(
          "the key-encryption key '" + id + "' does not decrypt what it has encrypted");
    }
  }

  private boolean isProbe(byte[] opened) {
    return Arrays.equals(opened, PROBE);
  }

  /** As {@link #currentId}, where something is to be stored. */
  private String storingId() {
    if (keys.isEmpty() && !plaintext) {
      throw EncryptionKeys.missing();
    }
    return currentId();
  }

  /** The id of the key-encryption key for new secrets; empty where they stay plaintext. */
  String currentId() {
    return keys.currentId();
  }

  Sealed seal(Ring ring, String kid, Secret secret) {
    byte[] bytes = secret.bytes();
    try {
      return seal(ring, kid, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
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
        .open(keys.get(id), place(ring, kid), sealed.bytes())
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
    if (sealed == null) {
      return false;
    }
    byte[] stored = open(ring, key.kid(), sealed);
    byte[] brought = secret.bytes();
    try {
      return MessageDigest.isEqual(stored, brought);
    } finally {
      Arrays.fill(stored, (byte) 0);
      Arrays.fill(brought, (byte) 0);
    }
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

  /**
   * 12 hex digits by which nobody can try secrets who has not the current key-encryption key; empty
   * where there is none, or it does not leave its module.
   */
  String fingerprint(byte[] secret) {
    String id = currentId();
    return id.isEmpty()
        ? ""
        : EncryptionKeys.encoded(keys.get(id)).map(key -> fingerprint(key, secret)).orElse("");
  }

  /** Under a key of its own, derived for this. */
  private String fingerprint(byte[] encryptionKey, byte[] secret) {
    byte[] label = ("surety.key-fingerprint:" + application).getBytes(StandardCharsets.UTF_8);
    byte[] derived = new HmacKey(encryptionKey, label).mac(new byte[0]);
    Arrays.fill(encryptionKey, (byte) 0);
    return HexFormat.of().formatHex(new HmacKey(derived, new byte[0]).mac(secret), 0, 6);
  }

  private Sealed seal(Ring ring, String kid, byte[] secret) {
    String id = storingId();
    return id.isEmpty()
        ? new Sealed("", withVersion(secret))
        : new Sealed(id, envelope.seal(keys.get(id), place(ring, kid), secret));
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

  private Place place(Ring ring, String kid) {
    return new Place(application, ring.name(), kid);
  }
}
