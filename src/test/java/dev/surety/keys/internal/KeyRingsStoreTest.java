package dev.surety.keys.internal;

import static dev.surety.keys.KeyState.ACTIVE;
import static dev.surety.keys.KeyState.DESTROYED;
import static dev.surety.keys.KeyState.GRACE;
import static dev.surety.keys.KeyState.PREPARED;
import static dev.surety.keys.KeyState.RETIRED;
import static dev.surety.keys.internal.KeysFixture.DAY;
import static dev.surety.keys.internal.KeysFixture.NOW;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.surety.keys.Destruction;
import dev.surety.keys.KeyChange;
import dev.surety.keys.KeyChange.Operation;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.KeyState;
import dev.surety.keys.Preparation;
import dev.surety.keys.Retirement;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.Rotation.InGrace;
import dev.surety.keys.Rotation.Noop;
import dev.surety.keys.Rotation.Reason;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Rotation.RotationConflict;
import dev.surety.keys.Secret;
import dev.surety.keys.Seeding;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.Tokens;
import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of keys, on two instances and a database whose time the test moves. */
class KeyRingsStoreTest {

  private static final Duration SOME = Duration.ofSeconds(30);

  private final Ring ring = Ring.token("ring-" + UUID.randomUUID());
  private KeysFixture fixture;
  private StoredKeys one;
  private StoredKeys two;
  private KeyRings rings;
  private KeyRings others;

  @BeforeEach
  void open() {
    fixture = new KeysFixture(TestDatabase.shared());
    one = fixture.instance("shop", Map.of());
    two = fixture.instance("shop", Map.of("surety.keys.cache", "PT0S"));
    rings = KeysFixture.rings(one);
    others = KeysFixture.rings(two);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    fixture.close();
  }

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
  void rotation_makesTheNewKeyActive_andThePreviousOneVerifyForItsGrace() {
    Tokens tokens = one.tokens();
    rings.seed(ring, "k1", secret());
    String before = tokens.sign(ring, "m");
    assertThat(rings.rotate(ring, "k2", secret())).isEqualTo(new Rotated("k1", "k2", 0));
    assertThat(tokens.sign(ring, "m")).startsWith("k2:");
    assertThat(tokens.verify(ring, "m", before)).isEqualTo(new Valid("k1", true));
    assertThat(two.tokens().verify(ring, "m", before)).isEqualTo(new Valid("k1", true));
    fixture.pass(DAY.minusSeconds(60));
    assertThat(two.tokens().verify(ring, "m", before)).isEqualTo(new Valid("k1", true));
    fixture.pass(DAY.plusSeconds(60));
    assertThat(tokens.verify(ring, "m", before)).isEqualTo(new Expired("k1"));
    assertThat(two.tokens().verify(ring, "m", before)).isEqualTo(new Expired("k1"));
    assertThat(rings.find(ring, "k1").orElseThrow().state()).isEqualTo(RETIRED);
  }

  @Test
  void rotationRepeatedByAnOperator_isANoop() {
    rings.seed(ring, "k1", secret());
    Secret next = secret();
    rings.rotate(ring, "k2", next);
    assertThat(others.rotate(ring, "k2", Secret.ofBytes(next.bytes()))).isEqualTo(new Noop("k2"));
    assertThat(rings.audit(ring)).hasSize(3);
  }

  @Test
  void rotationToAKnownIdWithOtherBytes_isAConflict() {
    rings.seed(ring, "k1", secret());
    assertThat(rotate("k1", SOME, true)).isEqualTo(new RotationConflict(Reason.OTHER_SECRET));
  }

  @Test
  void rotationBack_isAConflict_whateverIsForced() {
    Secret first = secret();
    rings.seed(ring, "k1", first);
    rotate("k2", SOME, false);
    assertThat(rings.rotate(ring, "k1", first, SOME, true))
        .isEqualTo(new RotationConflict(Reason.NO_LONGER_ACTIVE));
    assertThat(rings.active(ring).orElseThrow().kid()).isEqualTo("k2");
  }

  @Test
  void rotationWhileTheGraceRuns_isRefusedUnlessForced_andForcedItCutsNothing() {
    rings.seed(ring, "k1", secret());
    String first = one.tokens().sign(ring, "m");
    rotate("k2", DAY, false);
    Rotation refused = rotate("k3", SOME, false);
    assertThat(refused).isInstanceOf(InGrace.class);
    assertThat(((InGrace) refused).until())
        .isCloseTo(NOW.plus(DAY), within(30, ChronoUnit.SECONDS));
    assertThat(rotate("k3", SOME, true)).isEqualTo(new Rotated("k2", "k3", 0));
    assertThat(one.tokens().verify(ring, "m", first)).isEqualTo(new Valid("k1", true));
    fixture.pass(DAY.plusSeconds(60));
    assertThat(rotate("k4", SOME, false)).isEqualTo(new Rotated("k3", "k4", 2));
  }

  @Test
  void rotationWithoutGrace_endsThePreviousKeyAtOnce() {
    rings.seed(ring, "k1", secret());
    String before = two.tokens().sign(ring, "m");
    assertThat(rotate("k2", Duration.ZERO, false)).isEqualTo(new Rotated("k1", "k2", 1));
    assertThat(one.tokens().verify(ring, "m", before)).isEqualTo(new Expired("k1"));
    assertThat(two.tokens().verify(ring, "m", before)).isEqualTo(new Expired("k1"));
  }

  @Test
  void rotationOfARingThatWasNotSeeded_isAStateError_thatSaysToSeed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> rotate("k1", SOME, true))
        .withMessageContaining("KeyRings.seed");
    assertThat(rings.list(ring)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT0.001S", "PT9.999S", "PT87601H"})
  void grace_isZeroOrTwiceTheCacheTime_unlessForced(String text) {
    rings.seed(ring, "k1", secret());
    Duration grace = Duration.parse(text);
    assertThatIllegalArgumentException().isThrownBy(() -> rotate("k2", grace, false));
    if (!grace.isNegative() && grace.compareTo(DAY) < 0) {
      assertThat(rotate("k2", grace, true)).isInstanceOf(Rotated.class);
    }
    assertThat(rotate("k3", Duration.ofSeconds(10), true)).isInstanceOf(Rotated.class);
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

  @Test
  void list_tellsStatesAgesAndFingerprints_thoseInUseFirst() {
    Secret first = secret();
    rings.seed(ring, "k1", first);
    fixture.pass(Duration.ofHours(1));
    rotate("k2", SOME, false);
    fixture.pass(Duration.ofHours(2));
    rings.prepare(ring, "k3", first);
    assertThat(others.list(ring))
        .extracting(KeyInfo::kid, KeyInfo::state)
        .containsExactly(tuple("k3", PREPARED), tuple("k2", ACTIVE), tuple("k1", RETIRED));
    KeyInfo old = rings.find(ring, "k1").orElseThrow();
    assertThat(old.age()).isCloseTo(Duration.ofHours(2), Duration.ofMinutes(1));
    assertThat(old.activatedAt()).isEqualTo(old.createdAt());
    assertThat(old.graceUntil())
        .isCloseTo(NOW.plus(Duration.ofHours(1)).plus(SOME), within(30, ChronoUnit.SECONDS));
    assertThat(old.encryptionKey()).isEqualTo("kek-1");
    KeyInfo prepared = others.find(ring, "k3").orElseThrow();
    assertThat(prepared.activatedAt()).isNull();
    assertThat(prepared.graceUntil()).isNull();
    assertThat(prepared.fingerprint()).matches("[0-9a-f]{12}").isEqualTo(old.fingerprint());
    assertThat(rings.active(ring).orElseThrow().fingerprint()).isNotEqualTo(old.fingerprint());
  }

  @Test
  void lastUse_isNotedLater_andByNoRead() {
    rings.seed(ring, "k1", secret());
    String token = one.tokens().sign(ring, "m");
    one.tokens().verify(ring, "m", token + "0");
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNull();
    one.tokens().verify(ring, "m", token);
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNull();
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt())
        .isCloseTo(NOW, within(30, ChronoUnit.SECONDS));
    fixture.pass(Duration.ofHours(1));
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt())
        .isCloseTo(NOW, within(30, ChronoUnit.SECONDS));
  }

  @Test
  void audit_tellsWhoDidWhatWhen_fromWhereToWhere() {
    rings.as("olivia").seed(ring, "k1", secret());
    fixture.pass(Duration.ofHours(1));
    rings.as("oscar").rotate(ring, "k2", secret(), SOME, false);
    rings.retire(ring, "k1");
    rings.destroy(ring, "k1");
    assertThat(rings.audit(ring))
        .extracting(KeyChange::who, KeyChange::what, KeyChange::kid, KeyChange::from, KeyChange::to)
        .containsExactly(
            change("tester", Operation.DESTROY, "k1", RETIRED, DESTROYED),
            change("tester", Operation.RETIRE, "k1", GRACE, RETIRED),
            change("oscar", Operation.ROTATE, "k2", null, ACTIVE),
            change("oscar", Operation.ROTATE, "k1", ACTIVE, GRACE),
            change("olivia", Operation.SEED, "k1", null, ACTIVE));
    assertThat(rings.audit(ring).get(4).at()).isCloseTo(NOW, within(30, ChronoUnit.SECONDS));
    assertThat(rings.audit(ring).get(3).at())
        .isCloseTo(NOW.plus(Duration.ofHours(1)), within(30, ChronoUnit.SECONDS));
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

  @Test
  void sweep_recordsGracesThatAreOver_andDropsOldAuditEntries() {
    rings.seed(ring, "k1", secret());
    rotate("k2", SOME, false);
    assertThat(rings.sweep()).isZero();
    fixture.pass(Duration.ofHours(1));
    assertThat(rings.sweep()).isEqualTo(1);
    assertThat(rings.audit(ring).get(0))
        .extracting(KeyChange::who, KeyChange::what, KeyChange::kid, KeyChange::from, KeyChange::to)
        .containsExactly("shop", Operation.GRACE_ENDED, "k1", GRACE, RETIRED);
    fixture.pass(Duration.ofDays(3651));
    assertThat(rings.sweep()).isEqualTo(4);
    assertThat(rings.audit(ring)).isEmpty();
    assertThat(rings.list(ring)).hasSize(2);
  }

  private Rotation rotate(String kid, Duration grace, boolean force) {
    return rings.rotate(ring, kid, secret(), grace, force);
  }

  private static Tuple change(String who, Operation what, String kid, KeyState from, KeyState to) {
    return tuple(who, what, kid, from, to);
  }
}
