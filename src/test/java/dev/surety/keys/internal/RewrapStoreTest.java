package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.FIRST;
import static dev.surety.keys.internal.KeysFixture.NEXT;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.KeyInfo;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.testing.TestDatabase;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What depends on the key-encryption key beside the secrets themselves, and large rings. */
class RewrapStoreTest {

  private static final Map<String, String> PLAIN = Map.of("surety.keys.plaintext", "true");

  private final Ring ring = Ring.token("ring");
  private KeysFixture fixture;

  @BeforeEach
  void open() {
    fixture = new KeysFixture(TestDatabase.shared());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void ringOfManyKeys_isRewrapped200InATransaction() {
    try (StoredKeys before = fixture.open("shop", FIRST, true)) {
      for (int i = 0; i < 405; i++) {
        KeysFixture.rings(before).prepare(ring, "k" + i, secret());
      }
    }
    try (StoredKeys keys = fixture.open("shop", NEXT, true)) {
      assertThat(KeysFixture.rings(keys).rewrap()).isEqualTo(405);
      assertThat(
              fixture.number(
                  "SELECT max(n) FROM (SELECT count(*) AS n FROM surety_key GROUP BY xmin) t"))
          .isEqualTo(200);
      assertThat(KeysFixture.rings(keys).list(ring))
          .hasSize(405)
          .extracting(KeyInfo::encryptionKey)
          .containsOnly("kek-2");
    }
  }

  @Test
  void fingerprint_isOfTheKeyEncryptionKey_whereThereIsNoPepper() {
    Secret secret = secret();
    String first = fingerprint("shop", FIRST, secret);
    assertThat(first).matches("[0-9a-f]{12}").isEqualTo(fingerprint("shop", FIRST, secret));
    assertThat(fingerprint("shop", NEXT, secret)).matches("[0-9a-f]{12}").isNotEqualTo(first);
    assertThat(fingerprint("other", FIRST, secret)).matches("[0-9a-f]{12}").isNotEqualTo(first);
    assertThat(fingerprint("plain", PLAIN, secret)).as("anybody could try secrets").isEmpty();
  }

  @Test
  void configuredKeys_areNotKeptAsText() throws ReflectiveOperationException {
    try (StoredKeys keys = fixture.open("shop", FIRST, true)) {
      for (Object part : new Object[] {keys, KeysFixture.rings(keys)}) {
        for (Field field : part.getClass().getDeclaredFields()) {
          assertThat(field.getType()).isNotEqualTo(KeySettings.class);
        }
      }
    }
  }

  private String fingerprint(String application, Map<String, String> config, Secret secret) {
    try (StoredKeys keys = fixture.open(application, config, true)) {
      KeysFixture.rings(keys).seed(ring, "k1", secret);
      return KeysFixture.rings(keys).active(ring).orElseThrow().fingerprint();
    }
  }
}
