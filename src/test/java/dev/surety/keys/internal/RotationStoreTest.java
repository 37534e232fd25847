package dev.surety.keys.internal;

import static dev.surety.keys.KeyState.RETIRED;
import static dev.surety.keys.internal.KeysFixture.DAY;
import static dev.surety.keys.internal.KeysFixture.NOW;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.surety.keys.Rotation;
import dev.surety.keys.Rotation.InGrace;
import dev.surety.keys.Rotation.Noop;
import dev.surety.keys.Rotation.Reason;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Rotation.RotationConflict;
import dev.surety.keys.Secret;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.Tokens;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations and their graces. */
class RotationStoreTest extends TwoInstances {

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
  @ValueSource(strings = {"PT0.001S", "PT9.999S"})
  void briefGrace_isRefusedUnlessForced(String text) {
    rings.seed(ring, "k1", secret());
    Duration grace = Duration.parse(text);
    assertThatIllegalArgumentException().isThrownBy(() -> rotate("k2", grace, false));
    assertThat(rotate("k2", grace, true)).isInstanceOf(Rotated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT87600H0.000001S"})
  void negativeOrTooLongGrace_isRefused_alsoForced(String text) {
    rings.seed(ring, "k1", secret());
    Duration grace = Duration.parse(text);
    for (boolean force : new boolean[] {false, true}) {
      assertThatIllegalArgumentException().isThrownBy(() -> rotate("k2", grace, force));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rings.activate(ring, "k2", grace, force));
    }
    assertThat(rings.list(ring)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT10S", "PT87600H"})
  void graceOfZero_orFromTwiceTheCacheTime_needsNoForce(String text) {
    rings.seed(ring, "k1", secret());
    assertThat(rotate("k2", Duration.parse(text), false)).isInstanceOf(Rotated.class);
  }
}
