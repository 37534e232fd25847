package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.surety.SuretyException;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.testing.MapConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where key-encryption keys come from. */
class EncryptionKeysTest {

  private static final Ring RING = Ring.token("ring");
  private static final String CURRENT = "surety.keys.encryption-key";
  private static final String OLD = "surety.keys.old-encryption-keys";

  private final Secret secret = KeysFixture.secret();

  @Test
  void keyFile_holdsBytesOrBase64(@TempDir Path folder) throws IOException {
    Path text = folder.resolve("text.key");
    Files.writeString(text, KeysFixture.KEK + "\n");
    Path raw = folder.resolve("raw.key");
    Files.write(raw, Base64.getDecoder().decode(KeysFixture.KEK));
    Sealed sealed = vault(Map.of(CURRENT, KeysFixture.KEK)).seal(RING, "k1", secret);
    for (Path file : new Path[] {text, raw}) {
      Vault vault = vault(Map.of("surety.keys.encryption-key-file", file.toString()));
      assertThat(vault.open(RING, "k1", sealed)).isEqualTo(secret.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "c2hvcnQ=",
        "!!!!!!!!!!!!!!!!!!!!",
        "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY0"
      })
  void keyThatIsNoKey_isRefused_withoutBeingTold(String text) {
    for (Map<String, String> config :
        List.of(Map.of(CURRENT, text), Map.of(CURRENT, KeysFixture.KEK, OLD, "kek-0:" + text))) {
      Throwable refusal = catchThrowable(() -> vault(config));
      assertThat(refusal)
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining("32 bytes as base64")
          .hasNoCause();
      assertThat(refusal.getMessage()).doesNotContain(text);
    }
  }

  @Test
  void keysThatContradictEachOther_areRefused() {
    assertRefused(
        () ->
            vault(Map.of(CURRENT, KeysFixture.KEK, "surety.keys.encryption-key-file", "/no/file")));
    assertRefused(() -> vault(Map.of(CURRENT, KeysFixture.KEK, OLD, "kek-1:" + KeysFixture.KEK)));
    assertRefused(() -> vault(Map.of("surety.keys.encryption-key-file", "/no/such/file")));
    assertRefused(() -> vault(Map.of(CURRENT, KeysFixture.KEK, OLD, "nonsense")));
  }

  @Test
  void applicationsBean_isAskedOncePerId_andItsKeysAreChecked() {
    Map<String, SecretKey> keys = new HashMap<>();
    keys.put("kms-1", new SecretKeySpec(new byte[32], "AES"));
    int[] asked = {0};
    KeyEncryptionKeys bean =
        new KeyEncryptionKeys() {
          @Override
          public String currentId() {
            return "kms-1";
          }

          @Override
          public Optional<SecretKey> find(String id) {
            asked[0]++;
            return Optional.ofNullable(keys.get(id));
          }
        };
    Vault vault = new Vault(Optional.of(bean), false, "app");
    Sealed sealed = vault.seal(RING, "k1", secret);
    vault.open(RING, "k1", sealed);
    assertThat(asked[0]).isEqualTo(1);
    keys.put("kms-1", new SecretKeySpec(new byte[16], "AES"));
    assertRefused(() -> new Vault(Optional.of(bean), false, "app").check());
    keys.clear();
    assertRefused(() -> new Vault(Optional.of(bean), false, "app").check());
  }

  @Test
  void throwingBean_isToldWithItsId_andDisturbsNoOtherKey() {
    Map<String, SecretKey> good = Map.of("good", new SecretKeySpec(new byte[32], "AES"));
    Vault vault =
        new Vault(
            Optional.of(
                bean(
                    id -> {
                      if (id.equals("bad")) {
                        throw new IllegalStateException("the module is away");
                      }
                      return id.equals("none") ? null : Optional.ofNullable(good.get(id));
                    })),
            false,
            "app");
    Sealed sealed = vault.seal(RING, "k1", secret);
    for (String id : List.of("bad", "none")) {
      Sealed stuck = new Sealed(id, sealed.bytes());
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> vault.open(RING, "k2", stuck))
          .withMessageContaining("'" + id + "'");
      RingState ring =
          new RingState(
              KeyUse.TOKEN,
              0,
              List.of(key("k1", KeyState.ACTIVE, sealed), key("k2", KeyState.PREPARED, stuck)));
      RingView view = RingView.of(RING, ring, 0, vault);
      assertThat(Objects.requireNonNull(view.key("k1")).token()).isNotNull();
      assertRefused(() -> Objects.requireNonNull(view.key("k2")).token());
    }
  }

  @Test
  void keyOfAnotherAlgorithm_failsTheCheck_andDisturbsNoOtherKey() {
    SecretKey odd = new SecretKeySpec(new byte[32], "DES");
    Vault vault = new Vault(Optional.of(bean(id -> Optional.of(odd))), false, "app");
    assertRefused(vault::check);
    assertRefused(() -> vault.open(RING, "k1", new Sealed("odd", sealedBytes())));
  }

  private byte[] sealedBytes() {
    return vault(Map.of(CURRENT, KeysFixture.KEK)).seal(RING, "k1", secret).bytes();
  }

  private static StoredKey key(String kid, KeyState state, Sealed sealed) {
    return new StoredKey(kid, state, sealed, 0, 0L, null, null);
  }

  private static KeyEncryptionKeys bean(Function<String, Optional<SecretKey>> source) {
    return new KeyEncryptionKeys() {
      @Override
      public String currentId() {
        return "good";
      }

      @Override
      public Optional<SecretKey> find(String id) {
        return source.apply(id);
      }
    };
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
