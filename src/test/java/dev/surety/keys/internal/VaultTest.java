package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.SuretyException;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.Envelope.Place;
import dev.surety.testing.MapConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets at rest. */
class VaultTest {

  private static final Ring RING = Ring.token("ring");
  private static final String CURRENT = "surety.keys.encryption-key";
  private static final String OLD = "surety.keys.old-encryption-keys";

  private final Secret secret = KeysFixture.secret();

  @Test
  void secret_isEncryptedUnderTheCurrentKey_eachTimeOtherwise() {
    Vault vault = vault(Map.of(CURRENT, KeysFixture.KEK));
    Sealed one = vault.seal(RING, "k1", secret);
    Sealed two = vault.seal(RING, "k1", secret);
    assertThat(one.encryptionKey()).isEqualTo("kek-1");
    assertThat(one.bytes()).hasSize(1 + 12 + 32 + 16).isNotEqualTo(two.bytes());
    assertThat(vault.open(RING, "k1", one)).isEqualTo(secret.bytes());
    assertThat(vault.open(RING, "k1", two)).isEqualTo(secret.bytes());
  }

  @Test
  void secret_opensInItsOwnRowOnly() {
    Vault vault = vault(Map.of(CURRENT, KeysFixture.KEK));
    Sealed sealed = vault.seal(RING, "k1", secret);
    Vault other =
        new Vault(ConfiguredKeys.of(settings(Map.of(CURRENT, KeysFixture.KEK))), false, "other");
    assertRefused(() -> vault.open(RING, "k2", sealed));
    assertRefused(() -> vault.open(Ring.token("ring2"), "k1", sealed));
    assertRefused(() -> other.open(RING, "k1", sealed));
  }

  @Test
  void associatedData_keepsItsFieldsApart() {
    assertThat(new Place("ab", "c", "d").associatedData())
        .isNotEqualTo(new Place("a", "bc", "d").associatedData())
        .isNotEqualTo(new Place("ab", "cd", "").associatedData())
        .startsWith(0, 0, 0, 2, 'a', 'b', 0, 0, 0, 1, 'c')
        .endsWith(0, 0, 0, 1, 1);
  }

  @Test
  void anyChangedByte_isNoticed() {
    Vault vault = vault(Map.of(CURRENT, KeysFixture.KEK));
    byte[] sealed = vault.seal(RING, "k1", secret).bytes();
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertRefused(() -> vault.open(RING, "k1", new Sealed("kek-1", changed)));
      byte[] cut = Arrays.copyOf(sealed, i);
      assertRefused(() -> vault.open(RING, "k1", new Sealed("kek-1", cut)));
    }
  }

  @Test
  void missingKey_isRefused_sayingWhatToConfigure() {
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> vault(Map.of()).check())
        .withMessageContaining(CURRENT)
        .withMessageContaining("openssl rand -base64 32");
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> vault(Map.of()).seal(RING, "k1", secret));
    Vault vault = vault(Map.of(CURRENT, KeysFixture.KEK));
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> vault.open(RING, "k1", new Sealed("kek-0", new byte[61])))
        .withMessageContaining("'kek-0'")
        .withMessageContaining(OLD);
  }

  @Test
  void wrongKey_isRefused_andNothingIsMadeInstead() {
    Sealed sealed = vault(Map.of(CURRENT, KeysFixture.KEK)).seal(RING, "k1", secret);
    Vault wrong = vault(Map.of(CURRENT, KeysFixture.OTHER_KEK));
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> wrong.open(RING, "k1", sealed))
        .withMessageContaining("k1")
        .withMessageContaining("kek-1");
  }

  @Test
  void plaintext_isStoredAndReadOnlyWhereItIsConfigured() {
    Vault plain = vault(Map.of("surety.keys.plaintext", "true"));
    plain.check();
    Sealed sealed = plain.seal(RING, "k1", secret);
    assertThat(sealed.encryptionKey()).isEmpty();
    assertThat(plain.open(RING, "k1", sealed)).isEqualTo(secret.bytes());
    Vault strict = vault(Map.of(CURRENT, KeysFixture.KEK));
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> strict.open(RING, "k1", sealed))
        .withMessageContaining("surety.keys.plaintext");
    Vault both = vault(Map.of(CURRENT, KeysFixture.KEK, "surety.keys.plaintext", "true"));
    assertThat(both.open(RING, "k1", sealed)).isEqualTo(secret.bytes());
    assertThat(both.seal(RING, "k1", secret).encryptionKey()).isEqualTo("kek-1");
  }

  @Test
  void earlierKeys_openWhatTheyProtect_andTheCurrentOneTakesOver(@TempDir Path folder)
      throws IOException {
    Sealed sealed = vault(Map.of(CURRENT, KeysFixture.KEK)).seal(RING, "k1", secret);
    Path file = folder.resolve("old.key");
    Files.writeString(file, KeysFixture.KEK + "\n");
    for (String old : new String[] {"kek-1:" + KeysFixture.KEK, "kek-1:file:" + file}) {
      Vault next =
          vault(
              Map.of(
                  CURRENT,
                  KeysFixture.OTHER_KEK,
                  "surety.keys.encryption-key-id",
                  "kek-2",
                  OLD,
                  old));
      assertThat(next.open(RING, "k1", sealed)).isEqualTo(secret.bytes());
      Sealed resealed = next.reseal(RING, "k1", sealed);
      assertThat(resealed.encryptionKey()).isEqualTo("kek-2");
      assertThat(next.open(RING, "k1", resealed)).isEqualTo(secret.bytes());
    }
  }

  private static void assertRefused(Runnable call) {
    assertThatExceptionOfType(SuretyException.class).isThrownBy(call::run);
  }

  private static Vault vault(Map<String, String> config) {
    KeySettings settings = settings(config);
    return new Vault(ConfiguredKeys.of(settings), settings.plaintext(), "app");
  }

  private static KeySettings settings(Map<String, String> config) {
    return KeySettings.of(new MapConfig(config));
  }
}
