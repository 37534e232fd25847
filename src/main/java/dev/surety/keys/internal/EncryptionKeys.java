package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.keys.KeyEncryptionKeys;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The key-encryption keys that there are, from wherever they come.
 *
 * <p>Whatever is wrong with one is a {@link SuretyException} about that one, so that no other key
 * suffers from it. Thread-safe.
 */
final class EncryptionKeys {

  private static final Pattern ID = Pattern.compile(KeySettings.ID);

  private final @Nullable KeyEncryptionKeys source;

  /** An application's bean may take its time, and is not asked twice. */
  private final Map<String, SecretKey> known = new ConcurrentHashMap<>();

  EncryptionKeys(Optional<KeyEncryptionKeys> source) {
    this.source = source.orElse(null);
  }

  boolean isEmpty() {
    return source == null;
  }

  /** The id of the key for new secrets; empty where there is none. */
  String currentId() {
    if (source == null) {
      return "";
    }
    String id = asked("its current id", source::currentId);
    if (!ID.matcher(id).matches()) {
      throw new SuretyException("a key-encryption key's id must match " + ID.pattern());
    }
    return id;
  }

  /**
   * The key of that id.
   *
   * @throws SuretyException if there is none, or it is no AES-256 key
   */
  SecretKey get(String id) {
    SecretKey key = known.get(id);
    if (key == null) {
      key = find(id);
      known.put(id, key);
    }
    return key;
  }

  private SecretKey find(String id) {
    KeyEncryptionKeys keys = source;
    if (keys == null) {
      throw missing();
    }
    SecretKey key = asked("the key '" + id + "'", () -> keys.find(id)).orElseThrow(() -> lost(id));
    byte @Nullable [] encoded = asked("the key '" + id + "'", () -> encoded(key)).orElse(null);
    if (encoded != null && encoded.length != ConfiguredKeys.BYTES) {
      throw new SuretyException("the key-encryption key '" + id + "' must have 32 bytes");
    }
    return key;
  }

  /** Empty for a key that does not leave its module. */
  static Optional<byte[]> encoded(SecretKey key) {
    return Optional.ofNullable(key.getEncoded());
  }

  private static <T> T asked(String what, Supplier<T> question) {
    try {
      return Objects.requireNonNull(question.get());
    } catch (RuntimeException e) {
      throw new SuretyException("KeyEncryptionKeys failed when asked for " + what, e);
    }
  }

  private static SuretyException lost(String id) {
    return new SuretyException(
        "the key-encryption key '"
            + id
            + "', which protects stored secrets, is missing: add it to "
            + KeySettings.OLD_ENCRYPTION_KEYS.key()
            + ". It cannot be made anew");
  }

  static SuretyException missing() {
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
