package dev.surety.keys.internal;

import static dev.surety.keys.KeyState.ACTIVE;
import static dev.surety.keys.KeyState.DESTROYED;
import static dev.surety.keys.KeyState.GRACE;
import static dev.surety.keys.KeyState.PREPARED;
import static dev.surety.keys.KeyState.RETIRED;
import static dev.surety.keys.internal.KeysFixture.NOW;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.surety.keys.KeyChange;
import dev.surety.keys.KeyChange.Operation;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What can be read of keys and of what was done to them. */
class KeyRecordsStoreTest extends TwoInstances {

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
        .containsExactly(tuple("k2", ACTIVE), tuple("k3", PREPARED), tuple("k1", RETIRED));
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

  @Test
  void audit_isOfTheRingsOwnUseOnly() {
    rings.seed(ring, "k1", secret());
    Ring webhook = Ring.webhook(ring.name());
    assertThatIllegalArgumentException().isThrownBy(() -> rings.audit(webhook));
    assertThat(rings.audit(Ring.webhook("none-" + ring.name()))).isEmpty();
  }

  @Test
  void sweepThatIsOff_recordsNothing() throws Exception {
    rings.seed(ring, "k1", secret());
    rotate("k2", SOME, false);
    fixture.pass(Duration.ofHours(1));
    String state = "SELECT state FROM surety_key WHERE kid = 'k1'";
    Map<String, String> off =
        Map.of("surety.keys.sweep", "false", "surety.keys.sweep-interval", "PT1S");
    try (StoredKeys idle = fixture.instance("shop", off)) {
      Thread.sleep(1_500);
      assertThat(fixture.text(state)).isEqualTo("grace");
    }
    try (StoredKeys busy = fixture.instance("shop", Map.of("surety.keys.sweep-interval", "PT1S"))) {
      for (int i = 0; i < 100 && fixture.text(state).equals("grace"); i++) {
        Thread.sleep(100);
      }
      assertThat(fixture.text(state)).isEqualTo("retired");
    }
  }

  private static Tuple change(String who, Operation what, String kid, KeyState from, KeyState to) {
    return tuple(who, what, kid, from, to);
  }
}
