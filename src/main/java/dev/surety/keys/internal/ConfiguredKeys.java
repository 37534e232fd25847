package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.keys.KeyEncryptionKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Key-encryption keys from the configuration, or from files that it names; read once. */
final class ConfiguredKeys implements KeyEncryptionKeys {

  static final int BYTES = 32;

  private static final String FILE = "file:";

  private final String currentId;
  private final Map<String, SecretKey> keys = new HashMap<>();

  /**
   * @throws SuretyException if a key is no key, naming its setting
   */
  static Optional<KeyEncryptionKeys> of(KeySettings settings) {
    String inline = settings.encryptionKey();
    String file = settings.encryptionKeyFile();
    if (!inline.isEmpty() && !file.isEmpty()) {
      throw new SuretyException(
          KeySettings.ENCRYPTION_KEY.key()
              + " and "
              + KeySettings.ENCRYPTION_KEY_FILE.key()
              + " are both set; leave one");
    }
    if (inline.isEmpty() && file.isEmpty()) {
      return Optional.empty();
    }
    SecretKey current =
        inline.isEmpty()
            ? read(file, KeySettings.ENCRYPTION_KEY_FILE.key())
            : decode(inline, KeySettings.ENCRYPTION_KEY.key());
    return Optional.of(new ConfiguredKeys(settings, current));
  }

  private ConfiguredKeys(KeySettings settings, SecretKey current) {
    this.currentId = settings.encryptionKeyId();
    String setting = KeySettings.OLD_ENCRYPTION_KEYS.key();
    for (KeySettings.OldKey old : settings.oldEncryptionKeys()) {
      SecretKey key =
          old.source().startsWith(FILE)
              ? read(old.source().substring(FILE.length()), setting)
              : decode(old.source(), setting);
      if (old.id().equals(currentId) || keys.put(old.id(), key) != null) {
        throw new SuretyException(
            setting + " names the id '" + old.id() + "', which is another key's already");
      }
    }
    keys.put(currentId, current);
  }

  @Override
  public String currentId() {
    return currentId;
  }

  @Override
  public Optional<SecretKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  private static SecretKey read(String file, String setting) {
    byte[] content;
    try {
      content = Files.readAllBytes(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new SuretyException(setting + ": the file cannot be read", e);
    }
    return content.length == BYTES
        ? new SecretKeySpec(content, "AES")
        : decode(new String(content, StandardCharsets.ISO_8859_1).strip(), setting);
  }

  /** What it says never tells the text. */
  private static SecretKey decode(String base64, String setting) {
    byte[] bytes = {};
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Its message quotes the text.
    }
    if (bytes.length != BYTES) {
      throw new SuretyException(
          setting + " must hold " + BYTES + " bytes as base64, as openssl rand -base64 32 prints");
    }
    return new SecretKeySpec(bytes, "AES");
  }
}
