package dev.surety.keys.internal;

import static dev.surety.keys.KeyState.ACTIVE;
import static dev.surety.keys.KeyState.DESTROYED;
import static dev.surety.keys.KeyState.GRACE;
import static dev.surety.keys.KeyState.RETIRED;
import static dev.surety.keys.internal.KeysFixture.DAY;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.surety.keys.Destruction;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Preparation;
import dev.surety.keys.Retirement;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation.Noop;
import dev.surety.keys.Rotation.Reason;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Rotation.RotationConflict;
import dev.surety.keys.Secret;
import dev.surety.keys.Seeding;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Valid;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of keys but for their rotation. */
class KeyRingsStoreTest extends TwoInstances {

  @Test
  void seed_makesTheFirstKey_andTellsLaterCallersWhatIsThere() {
    Secret secret = secret();
    assertThat(rings.seed(ring, "k1", secret)).isEqualTo(new Seeding.Seeded("k1"));
    assertThat(others.seed(ring, "k1", Secret.ofBytes(secret.bytes())))
        .isEqualTo(new Seeding.AlreadySeeded(true));
    assertThat(others.seed(ring, "k1", secret())).isEqualTo(new Seeding.AlreadySeeded(false));
    assertThat(others.seed(ring, "k2", secret())).isEqualTo(new Seeding.OtherKidActive("k1"));
    assertThat(rings.list(ring)).extracting(KeyInfo::kid).containsExactly("k1");
  }

  @Test
  void preparedKey_verifiesEverywhereBeforeItSigns_andIsActivated() {
    rings.seed(ring, "k1", secret());
    Secret next = secret();
    assertThat(rings.prepare(ring, "k2", next)).isEqualTo(new Preparation.Prepared("k2"));
    assertThat(others.prepare(ring, "k2", next)).isEqualTo(new Preparation.AlreadyPrepared(true));
    assertThat(others.prepare(ring, "k1", next))
        .isEqualTo(new Preparation.PreparationConflict(ACTIVE));
    assertThat(one.tokens().sign(ring, "m")).startsWith("k1:");
    String ahead =
        TokenText.first("k2", new HmacKey(next.bytes(), MacInput.prefix("k2")).mac("m".getBytes()));
    assertThat(two.tokens().verify(ring, "m", ahead)).isEqualTo(new Valid("k2", false));
    assertThat(others.activate(ring, "k2")).isEqualTo(new Rotated("k1", "k2", 0));
    assertThat(others.activate(ring, "k2")).isEqualTo(new Noop("k2"));
    assertThat(two.tokens().sign(ring, "m")).isEqualTo(ahead);
    assertThat(rings.activate(ring, "kx")).isEqualTo(new RotationConflict(Reason.UNKNOWN_KID));
  }

  @Test
  void keyRetiredNow_verifiesNothing_andTheActiveOneStays() {
    rings.seed(ring, "k1", secret());
    String before = two.tokens().sign(ring, "m");
    rotate("k2", DAY, false);
    assertThat(rings.retire(ring, "k2")).isEqualTo(new Retirement.StillActive("k2"));
    assertThat(rings.retire(ring, "k1")).isEqualTo(new Retirement.Retired("k1"));
    assertThat(two.tokens().verify(ring, "m", before)).isEqualTo(new Expired("k1"));
    assertThat(rings.retire(ring, "k1")).isEqualTo(new Retirement.AlreadyRetired(RETIRED));
    assertThat(rings.retire(ring, "kx")).isEqualTo(new Retirement.NoSuchKid("kx"));
    assertThat(rotate("k3", DAY, false)).as("its grace is over").isInstanceOf(Rotated.class);
  }

  @Test
  void destroyedKey_hasNoSecret_andItsIdNeverComesBack() {
    Secret first = secret();
    rings.seed(ring, "k1", first);
    rotate("k2", DAY, false);
    assertThat(rings.destroy(ring, "k1")).isEqualTo(new Destruction.InUse(GRACE));
    assertThat(rings.destroy(ring, "k2")).isEqualTo(new Destruction.InUse(ACTIVE));
    rings.retire(ring, "k1");
    assertThat(rings.destroy(ring, "k1")).isEqualTo(new Destruction.Destroyed("k1"));
    assertThat(rings.destroy(ring, "k1")).isEqualTo(new Destruction.AlreadyDestroyed("k1"));
    assertThat(rings.destroy(ring, "kx")).isEqualTo(new Destruction.NoSuchKid("kx"));
    assertThat(fixture.number("SELECT count(*) FROM surety_key WHERE secret IS NOT NULL"))
        .isEqualTo(1);
    assertThat(rings.seed(ring, "k1", first)).isEqualTo(new Seeding.SeedConflict("k1"));
    assertThat(rings.rotate(ring, "k1", first, SOME, true))
        .isEqualTo(new RotationConflict(Reason.DESTROYED));
    assertThat(rings.prepare(ring, "k1", first))
        .isEqualTo(new Preparation.PreparationConflict(DESTROYED));
    assertThat(rings.find(ring, "k1").orElseThrow().fingerprint()).isEmpty();
  }

  @Test
  void ring_keepsTheUseThatItWasMadeWith() {
    rings.seed(ring, "k1", secret());
    Ring webhook = Ring.webhook(ring.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rings.rotate(webhook, "k2", secret()))
        .withMessageContaining("made for TOKEN");
    assertThatIllegalArgumentException().isThrownBy(() -> others.seed(webhook, "k1", secret()));
    assertThatIllegalArgumentException().isThrownBy(() -> one.macKeys().signing(webhook));
    assertThatIllegalArgumentException().isThrownBy(() -> two.macKeys().verifying(webhook, "k1"));
    assertThatIllegalArgumentException().isThrownBy(() -> rings.list(webhook));
    assertThat(rings.list(ring)).hasSize(1);
  }

  @Test
  void secretsOf24Bytes_areForWebhooksOnly_onSeedAndRotateAlike() {
    Secret brief = Secret.ofBytes(Arrays.copyOf(secret().bytes(), 24));
    Ring webhook = Ring.webhook("hooks-" + UUID.randomUUID());
    assertThat(rings.seed(webhook, "k1", brief)).isInstanceOf(Seeding.Seeded.class);
    for (Ring other : new Ring[] {ring, Ring.httpSignature("http-" + UUID.randomUUID())}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rings.seed(other, "k1", brief))
          .withMessageContaining("at least 32 bytes, not 24");
      rings.seed(other, "k1", secret());
      assertThatIllegalArgumentException().isThrownBy(() -> rings.rotate(other, "k2", brief));
      assertThatIllegalArgumentException().isThrownBy(() -> rings.prepare(other, "k2", brief));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "a:b", "é", "k\n"})
  void otherKids_areRefused(String kid) {
    rings.seed(ring, "k1", secret());
    assertThatIllegalArgumentException().isThrownBy(() -> rings.seed(ring, kid, secret()));
    assertThatIllegalArgumentException().isThrownBy(() -> rotate(kid, SOME, true));
    assertThatIllegalArgumentException().isThrownBy(() -> rings.retire(ring, kid));
    assertThatIllegalArgumentException().isThrownBy(() -> rings.find(ring, kid));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rings.prepare(ring, "k".repeat(65), secret()))
        .withMessageContaining("{1,64}");
  }

  @Test
  void generatedSecrets_areRandom_andOf32Bytes() {
    Secret first = rings.generate(ring);
    assertThat(first.length()).isEqualTo(32);
    assertThat(first.isSameAs(rings.generate(ring))).isFalse();
    assertThat(rings.list(ring)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u202Eb"})
  void operatorsName_isVisibleText(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> rings.as(name));
    assertThatIllegalArgumentException().isThrownBy(() -> rings.as("o".repeat(129)));
  }

  @Test
  void applications_doNotShareRings() {
    try (StoredKeys stranger = fixture.instance("other", Map.of())) {
      rings.seed(ring, "k1", secret());
      KeyRings theirs = KeysFixture.rings(stranger);
      assertThat(theirs.list(ring)).isEmpty();
      assertThat(theirs.seed(Ring.webhook(ring.name()), "k1", secret()))
          .isEqualTo(new Seeding.Seeded("k1"));
      assertThat(rings.list(ring)).hasSize(1);
    }
  }
}
