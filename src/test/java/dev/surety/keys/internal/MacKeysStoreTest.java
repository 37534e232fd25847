package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.DAY;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.keys.KeyRings;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys as webhooks and HTTP signatures have them. */
class MacKeysStoreTest {

  private static final byte[] MESSAGE = "id.1776520800.{}".getBytes(StandardCharsets.UTF_8);

  private final Ring ring = Ring.webhook("hooks");
  private KeysFixture fixture;
  private StoredKeys keys;
  private KeyRings rings;
  private MacKeys macKeys;

  @BeforeEach
  void open() {
    fixture = new KeysFixture(TestDatabase.shared());
    keys = fixture.instance("shop", Map.of());
    rings = KeysFixture.rings(keys);
    macKeys = keys.macKeys();
  }

  @AfterEach
  void close() {
    keys.close();
    fixture.close();
  }

  @Test
  void signingKeys_areTheActiveOneAndThoseInGrace_theNewestFirst() {
    rings.seed(ring, "k1", secret());
    fixture.pass(Duration.ofMinutes(1));
    rings.rotate(ring, "k2", secret(), DAY, true);
    fixture.pass(Duration.ofMinutes(2));
    rings.rotate(ring, "k3", secret(), DAY.multipliedBy(2), true);
    fixture.pass(Duration.ofMinutes(3));
    rings.prepare(ring, "k4", secret());
    assertThat(macKeys.signing(ring)).extracting(MacKey::kid).containsExactly("k3", "k2", "k1");
    fixture.pass(DAY.plusMinutes(10));
    assertThat(macKeys.signing(ring)).extracting(MacKey::kid).containsExactly("k3", "k2");
    rings.retire(ring, "k2");
    assertThat(macKeys.signing(ring)).extracting(MacKey::kid).containsExactly("k3");
  }

  @Test
  void signingKeys_inGrace_followTheirActivation_notTheirPreparation() {
    rings.seed(ring, "k1", secret());
    for (String kid : new String[] {"k2", "k3"}) {
      fixture.pass(Duration.ofMinutes(kid.equals("k2") ? 1 : 2));
      rings.prepare(ring, kid, secret());
    }
    fixture.pass(Duration.ofMinutes(3));
    rings.activate(ring, "k3", DAY, true);
    fixture.pass(Duration.ofMinutes(4));
    rings.activate(ring, "k2", DAY, true);
    assertThat(macKeys.signing(ring)).extracting(MacKey::kid).containsExactly("k2", "k3", "k1");
  }

  @Test
  void idThatCannotBeOne_isNobodys_andIsNotRemembered() {
    rings.seed(ring, "k1", secret());
    for (String kid :
        new String[] {"", "a b", "k\u0000", "ж", "k".repeat(65), "k".repeat(100_000)}) {
      assertThat(macKeys.verifying(ring, kid)).isEmpty();
    }
  }

  @Test
  void macs_areThoseOfTheSecret_andCountAsUseWhereTheyMatch() {
    Secret secret = secret();
    rings.seed(ring, "k1", secret);
    MacKey key = macKeys.verifying(ring, "k1").orElseThrow();
    byte[] expected = new HmacKey(secret.bytes(), new byte[0]).mac(MESSAGE);
    assertThat(key.mac(MESSAGE)).isEqualTo(expected);
    assertThat(key.matches(MESSAGE, new byte[32])).isFalse();
    keys.noteUse();
    assertThat(rings.find(ring, "k1").orElseThrow().lastVerifiedAt()).isNull();
    assertThat(key.matches(MESSAGE, expected)).isTrue();
    keys.noteUse();
    assertThat(rings.find(ring, "k1").orElseThrow().lastVerifiedAt()).isNotNull();
  }

  @Test
  void verifyingKeys_arePreparedActiveOrInGrace() {
    rings.seed(ring, "k1", secret());
    rings.prepare(ring, "k2", secret());
    assertThat(macKeys.verifying(ring, "k1")).isPresent();
    assertThat(macKeys.verifying(ring, "k2")).isPresent();
    assertThat(macKeys.verifying(ring, "k3")).isEmpty();
    rings.rotate(ring, "k3", secret(), Duration.ZERO, true);
    assertThat(macKeys.verifying(ring, "k1")).isEmpty();
  }

  @Test
  void verifyingKeysOfARing_areAllThatVerify_whateverTheirId() {
    rings.seed(ring, "k1", secret());
    rings.prepare(ring, "k2", secret());
    assertThat(macKeys.verifying(ring)).extracting(MacKey::kid).containsExactly("k1", "k2");
    rings.activate(ring, "k2", DAY, true);
    rings.prepare(ring, "k3", secret());
    assertThat(macKeys.verifying(ring)).extracting(MacKey::kid).containsExactly("k2", "k1", "k3");
    fixture.pass(DAY.plusMinutes(1));
    assertThat(macKeys.verifying(ring)).extracting(MacKey::kid).containsExactly("k2", "k3");
    assertThatIllegalArgumentException().isThrownBy(() -> macKeys.verifying(Ring.token("t")));
    assertThatIllegalStateException()
        .isThrownBy(() -> macKeys.verifying(Ring.webhook("none")))
        .withMessageContaining("KeyRings.seed");
  }

  @Test
  void lengthOfASecret_isTold() {
    rings.seed(ring, "k1", secret());
    assertThat(macKeys.signing(ring).get(0).length()).isEqualTo(32);
  }

  @Test
  void ringsOfTokens_areNotLent_andUnseededOnesSaySo() {
    assertThatIllegalArgumentException().isThrownBy(() -> macKeys.signing(Ring.token("t")));
    assertThatIllegalArgumentException().isThrownBy(() -> macKeys.verifying(Ring.token("t"), "k1"));
    assertThatIllegalStateException()
        .isThrownBy(() -> macKeys.signing(Ring.httpSignature("none")))
        .withMessageContaining("KeyRings.seed");
  }
}
