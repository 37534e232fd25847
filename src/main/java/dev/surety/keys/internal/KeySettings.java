package dev.surety.keys.internal;

import dev.surety.core.Setting;
import dev.surety.core.TableNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The part's validated configuration; defaults and ranges stand here and nowhere else.
 *
 * @param encryptionKey base64, empty for none
 * @param encryptionKeyFile empty for none
 * @param plaintext whether secrets may be stored unencrypted
 * @param cache for how long a ring is not read again
 * @param grace of a rotation that names none
 * @param usageInterval how often it is written when keys were used
 * @param auditMemory for how long audit entries are kept
 */
public record KeySettings(
    String encryptionKey,
    String encryptionKeyFile,
    String encryptionKeyId,
    List<OldKey> oldEncryptionKeys,
    boolean plaintext,
    Duration cache,
    Duration grace,
    Duration usageInterval,
    Duration auditMemory,
    boolean sweep,
    Duration sweepInterval) {

  static final String ID = "[A-Za-z0-9_.-]{1,64}";

  private static final Pattern OLD_KEY = Pattern.compile("(" + ID + "):(.{1,4096})");
  private static final Duration DAY = Duration.ofHours(24);

  static final Setting<String> ENCRYPTION_KEY =
      Setting.text(
              "surety.keys.encryption-key",
              "",
              "32 bytes as base64, empty for none",
              Pattern.compile(".{0,256}"))
          .asSecret();
  static final Setting<String> ENCRYPTION_KEY_FILE =
      Setting.text(
          "surety.keys.encryption-key-file",
          "",
          "a path, empty for none",
          Pattern.compile(".{0,4096}"));
  static final Setting<String> ENCRYPTION_KEY_ID =
      Setting.text(
          "surety.keys.encryption-key-id",
          "kek-1",
          "1 to 64 of A-Z, a-z, 0-9, _, . and -",
          Pattern.compile(ID));
  static final Setting<List<OldKey>> OLD_ENCRYPTION_KEYS =
      Setting.list(
              "surety.keys.old-encryption-keys",
              "ids with keys such as kek-0:base64 or kek-0:file:/path",
              OldKey::of)
          .asSecret();
  static final Setting<Boolean> PLAINTEXT = Setting.flag("surety.keys.plaintext", false);
  static final Setting<Duration> CACHE =
      Setting.duration("surety.keys.cache", "PT5S", Duration.ZERO, Duration.ofMinutes(1));
  static final Setting<Duration> GRACE =
      Setting.duration("surety.keys.grace", "PT24H", Duration.ZERO, Graces.LONGEST);
  static final Setting<Duration> USAGE_INTERVAL =
      Setting.duration("surety.keys.usage-interval", "PT1M", Duration.ofMinutes(1), DAY);
  static final Setting<Duration> AUDIT_MEMORY =
      Setting.duration(
          "surety.keys.audit-memory", "PT87600H", DAY.multipliedBy(30), DAY.multipliedBy(36_500));
  static final Setting<Boolean> SWEEP = Setting.flag("surety.keys.sweep", true);
  static final Setting<Duration> SWEEP_INTERVAL =
      Setting.duration("surety.keys.sweep-interval", "PT10M", Duration.ofSeconds(1), DAY);
  static final Setting<String> TABLE =
      Setting.text(KeysSchema.TABLE, "surety_key", "a table name", TableNames.IDENTIFIER);
  static final Setting<String> RING_TABLE =
      Setting.text(KeysSchema.RING_TABLE, "surety_key_ring", "a table name", TableNames.IDENTIFIER);
  static final Setting<String> AUDIT_TABLE =
      Setting.text(
          KeysSchema.AUDIT_TABLE, "surety_key_audit", "a table name", TableNames.IDENTIFIER);

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      List.of(
          ENCRYPTION_KEY,
          ENCRYPTION_KEY_FILE,
          ENCRYPTION_KEY_ID,
          OLD_ENCRYPTION_KEYS,
          PLAINTEXT,
          CACHE,
          GRACE,
          USAGE_INTERVAL,
          AUDIT_MEMORY,
          SWEEP,
          SWEEP_INTERVAL,
          TABLE,
          RING_TABLE,
          AUDIT_TABLE);

  /** An earlier key-encryption key: its id, and base64 or a file's name. */
  public record OldKey(String id, String source) {

    static OldKey of(String text) {
      Matcher parts = OLD_KEY.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("no id and key");
      }
      return new OldKey(parts.group(1), parts.group(2));
    }

    @Override
    public String toString() {
      return id;
    }
  }

  static KeySettings of(Config config) {
    return new KeySettings(
        ENCRYPTION_KEY.in(config),
        ENCRYPTION_KEY_FILE.in(config),
        ENCRYPTION_KEY_ID.in(config),
        OLD_ENCRYPTION_KEYS.in(config),
        PLAINTEXT.in(config),
        CACHE.in(config),
        GRACE.in(config),
        USAGE_INTERVAL.in(config),
        AUDIT_MEMORY.in(config),
        SWEEP.in(config),
        SWEEP_INTERVAL.in(config));
  }

  static Map<String, String> tables(Config config) {
    return Map.of(
        "surety_key", TABLE.in(config),
        "surety_key_ring", RING_TABLE.in(config),
        "surety_key_audit", AUDIT_TABLE.in(config));
  }

  /**
   * @throws dev.surety.SuretyException if grace and cache time do not go together
   */
  Graces graces() {
    return Graces.of(grace, cache);
  }

  @Override
  public String toString() {
    return "KeySettings";
  }
}
