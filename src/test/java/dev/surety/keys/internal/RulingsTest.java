package dev.surety.keys.internal;

import static dev.surety.keys.KeyState.ACTIVE;
import static dev.surety.keys.KeyState.DESTROYED;
import static dev.surety.keys.KeyState.GRACE;
import static dev.surety.keys.KeyState.PREPARED;
import static dev.surety.keys.KeyState.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.Destruction;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Preparation;
import dev.surety.keys.Retirement;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation.InGrace;
import dev.surety.keys.Rotation.Noop;
import dev.surety.keys.Rotation.Reason;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Rotation.RotationConflict;
import dev.surety.keys.Seeding;
import dev.surety.keys.internal.Ruling.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each change comes to in each state of a ring. */
class RulingsTest {

  private static final long NOW = 1_000_000_000;
  private static final Ring RING = Ring.token("ring");
  private static final Duration GRACE_OF_ONE = Duration.ofSeconds(1);

  @Test
  void seed_ofAnEmptyRing_makesTheKeyActive() {
    Ruling ruling = Rulings.seed("k1", ring(), same(true));
    assertThat(ruling.answer()).isEqualTo(new Seeding.Seeded("k1"));
    assertThat(ruling.steps()).containsExactly(Step.first("k1", ACTIVE));
  }

  @Test
  void seed_ofTheActiveKey_tellsWhetherTheSecretIsTheSame() {
    RingState ring = ring(key("k1", ACTIVE));
    assertUnchanged(Rulings.seed("k1", ring, same(true)), new Seeding.AlreadySeeded(true));
    assertUnchanged(Rulings.seed("k1", ring, same(false)), new Seeding.AlreadySeeded(false));
  }

  @Test
  void seed_whileAnotherKeyIsActive_namesThat() {
    RingState ring = ring(key("k2", ACTIVE), key("k1", GRACE));
    assertUnchanged(Rulings.seed("k1", ring, same(true)), new Seeding.OtherKidActive("k2"));
    assertUnchanged(Rulings.seed("k3", ring, same(true)), new Seeding.OtherKidActive("k2"));
  }

  @Test
  void seed_ofADestroyedKey_isAConflict_alsoWhileAnotherKeyIsActive() {
    RingState ring = ring(key("k2", ACTIVE), key("k1", DESTROYED));
    assertUnchanged(Rulings.seed("k1", ring, same(true)), new Seeding.SeedConflict("k1"));
    RingState alone = ring(key("k1", DESTROYED));
    assertUnchanged(Rulings.seed("k1", alone, same(true)), new Seeding.SeedConflict("k1"));
  }

  @Test
  void seed_ofAPreparedKey_needsItsSecret() {
    RingState ring = ring(key("k1", PREPARED));
    assertUnchanged(Rulings.seed("k1", ring, same(false)), new Seeding.SeedConflict("k1"));
    Ruling ruling = Rulings.seed("k1", ring, same(true));
    assertThat(ruling.answer()).isEqualTo(new Seeding.Seeded("k1"));
    assertThat(ruling.steps()).containsExactly(new Step("k1", PREPARED, ACTIVE, 0));
  }

  @Test
  void rotation_letsThePreviousKeyVerifyForItsGrace_andStepDownFirst() {
    Ruling ruling = rotate("k2", GRACE_OF_ONE, false, ring(key("k1", ACTIVE)), true);
    assertThat(ruling.answer()).isEqualTo(new Rotated("k1", "k2", 0));
    assertThat(ruling.steps())
        .containsExactly(new Step("k1", ACTIVE, GRACE, NOW + 1_000_000), Step.first("k2", ACTIVE));
  }

  @Test
  void rotation_withoutGrace_retiresThePreviousKey() {
    Ruling ruling = rotate("k2", Duration.ZERO, false, ring(key("k1", ACTIVE)), true);
    assertThat(ruling.answer()).isEqualTo(new Rotated("k1", "k2", 1));
    assertThat(ruling.steps())
        .containsExactly(new Step("k1", ACTIVE, RETIRED, 0), Step.first("k2", ACTIVE));
  }

  @Test
  void rotation_recordsGracesThatAreOver() {
    RingState ring = ring(key("k2", ACTIVE), inGrace("k1", -1));
    Ruling ruling = rotate("k3", GRACE_OF_ONE, false, ring, true);
    assertThat(ruling.answer()).isEqualTo(new Rotated("k2", "k3", 1));
    assertThat(ruling.steps().get(0)).isEqualTo(new Step("k1", GRACE, RETIRED, 0));
  }

  @Test
  void rotation_whileAGraceRuns_isRefusedUnlessForced_andForcedItLeavesThatGrace() {
    RingState ring = ring(key("k2", ACTIVE), inGrace("k1", 5_000_000));
    Instant until = Instant.EPOCH.plusNanos((NOW + 5_000_000) * 1_000);
    assertUnchanged(rotate("k3", GRACE_OF_ONE, false, ring, true), new InGrace(until));
    Ruling forced = rotate("k3", GRACE_OF_ONE, true, ring, true);
    assertThat(forced.answer()).isEqualTo(new Rotated("k2", "k3", 0));
    assertThat(forced.steps()).extracting(Step::kid).containsExactly("k2", "k3");
  }

  @Test
  void rotation_toTheActiveKeyAgain_isANoop_alsoWhileAGraceRuns() {
    RingState ring = ring(key("k2", ACTIVE), inGrace("k1", 5_000_000));
    assertUnchanged(rotate("k2", GRACE_OF_ONE, false, ring, true), new Noop("k2"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "PREPARED"})
  void rotation_toAKnownKeyWithOtherBytes_isAConflict(KeyState state) {
    RingState ring =
        state == ACTIVE ? ring(key("k2", ACTIVE)) : ring(key("k1", ACTIVE), key("k2", state));
    assertUnchanged(
        rotate("k2", GRACE_OF_ONE, true, ring, false), new RotationConflict(Reason.OTHER_SECRET));
  }

  @ParameterizedTest
  @EnumSource(names = {"GRACE", "RETIRED", "DESTROYED"})
  void rotation_backToAnEarlierKey_isAConflict_whateverIsForced(KeyState state) {
    RingState ring = ring(key("k2", ACTIVE), key("k1", state));
    Reason reason = state == DESTROYED ? Reason.DESTROYED : Reason.NO_LONGER_ACTIVE;
    assertUnchanged(rotate("k1", GRACE_OF_ONE, true, ring, true), new RotationConflict(reason));
    assertUnchanged(activate("k1", true, ring), new RotationConflict(reason));
  }

  @Test
  void rotation_toAPreparedKeyWithItsBytes_activatesIt() {
    Ruling ruling =
        rotate("k2", GRACE_OF_ONE, false, ring(key("k1", ACTIVE), key("k2", PREPARED)), true);
    assertThat(ruling.answer()).isEqualTo(new Rotated("k1", "k2", 0));
    assertThat(ruling.steps().get(1)).isEqualTo(new Step("k2", PREPARED, ACTIVE, 0));
  }

  @Test
  void rotation_ofARingThatWasNotSeeded_saysSo() {
    assertUnchanged(rotate("k1", GRACE_OF_ONE, true, ring(), true), Ruling.Unseeded.RING);
    assertUnchanged(
        rotate("k1", GRACE_OF_ONE, true, ring(key("k1", PREPARED)), true), Ruling.Unseeded.RING);
  }

  @Test
  void activation_isARotationToAPreparedKey() {
    RingState ring = ring(key("k1", ACTIVE), key("k2", PREPARED));
    assertThat(activate("k2", false, ring).answer()).isEqualTo(new Rotated("k1", "k2", 0));
    assertUnchanged(activate("k1", false, ring), new Noop("k1"));
    assertUnchanged(activate("k3", false, ring), new RotationConflict(Reason.UNKNOWN_KID));
    assertThat(activate("k1", false, ring(key("k1", PREPARED))).answer())
        .isEqualTo(new Rotated("", "k1", 0));
  }

  @Test
  void preparation_publishesAKeyOnce() {
    RingState ring = ring(key("k1", ACTIVE), key("k2", PREPARED));
    assertThat(Rulings.prepare("k3", ring, same(true)).steps())
        .containsExactly(Step.first("k3", PREPARED));
    assertUnchanged(Rulings.prepare("k2", ring, same(true)), new Preparation.AlreadyPrepared(true));
    assertUnchanged(
        Rulings.prepare("k2", ring, same(false)), new Preparation.AlreadyPrepared(false));
    assertUnchanged(
        Rulings.prepare("k1", ring, same(true)), new Preparation.PreparationConflict(ACTIVE));
  }

  @Test
  void retirement_takesAllButTheActiveKey() {
    RingState ring =
        ring(
            key("k3", ACTIVE),
            inGrace("k2", 9),
            key("k4", PREPARED),
            key("k1", RETIRED),
            inGrace("k0", -1),
            key("kd", DESTROYED));
    assertUnchanged(Rulings.retire("k3", ring), new Retirement.StillActive("k3"));
    assertThat(Rulings.retire("k2", ring).steps())
        .containsExactly(new Step("k2", GRACE, RETIRED, 0));
    assertThat(Rulings.retire("k4", ring).steps())
        .containsExactly(new Step("k4", PREPARED, RETIRED, 0));
    assertUnchanged(Rulings.retire("k1", ring), new Retirement.AlreadyRetired(RETIRED));
    assertUnchanged(Rulings.retire("k0", ring), new Retirement.AlreadyRetired(RETIRED));
    assertUnchanged(Rulings.retire("kd", ring), new Retirement.AlreadyRetired(DESTROYED));
    assertUnchanged(Rulings.retire("kx", ring), new Retirement.NoSuchKid("kx"));
  }

  @Test
  void destruction_takesOnlyWhatVerifiesNothing() {
    RingState ring =
        ring(
            key("k3", ACTIVE),
            inGrace("k2", 9),
            key("k4", PREPARED),
            key("k1", RETIRED),
            inGrace("k0", 0),
            key("kd", DESTROYED));
    assertUnchanged(Rulings.destroy("k3", ring), new Destruction.InUse(ACTIVE));
    assertUnchanged(Rulings.destroy("k2", ring), new Destruction.InUse(GRACE));
    assertUnchanged(Rulings.destroy("kd", ring), new Destruction.AlreadyDestroyed("kd"));
    assertUnchanged(Rulings.destroy("kx", ring), new Destruction.NoSuchKid("kx"));
    for (String kid : List.of("k4", "k1", "k0")) {
      Ruling ruling = Rulings.destroy(kid, ring);
      assertThat(ruling.answer()).isEqualTo(new Destruction.Destroyed(kid));
      assertThat(ruling.steps()).extracting(Step::to).containsExactly(DESTROYED);
    }
  }

  private static Ruling rotate(
      String kid, Duration grace, boolean force, RingState ring, boolean same) {
    Command.Rotate asked =
        new Command.Rotate(
            RING, "who", kid, KeysFixture.secret(), new Sealed("", new byte[0]), grace, force);
    return Rulings.rotate(asked, ring, same(same));
  }

  private static Ruling activate(String kid, boolean force, RingState ring) {
    return Rulings.activate(new Command.Activate(RING, "who", kid, GRACE_OF_ONE, force), ring);
  }

  private static void assertUnchanged(Ruling ruling, Object answer) {
    assertThat(ruling).isEqualTo(Ruling.unchanged(answer));
  }

  private static Predicate<StoredKey> same(boolean same) {
    return key -> same;
  }

  private static RingState ring(StoredKey... keys) {
    return new RingState(KeyUse.TOKEN, NOW, Stream.of(keys).toList());
  }

  private static StoredKey key(String kid, KeyState state) {
    Long graceUntil = state == GRACE ? NOW + 1 : null;
    return new StoredKey(kid, state, new Sealed("", new byte[0]), 0, null, graceUntil, null);
  }

  private static StoredKey inGrace(String kid, long left) {
    return new StoredKey(kid, GRACE, new Sealed("", new byte[0]), 0, 0L, NOW + left, null);
  }
}
