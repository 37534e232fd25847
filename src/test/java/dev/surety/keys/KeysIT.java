package dev.surety.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.SuretyUnit;
import dev.surety.keys.Rotation.InGrace;
import dev.surety.keys.Rotation.Noop;
import dev.surety.keys.Rotation.Reason;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Rotation.RotationConflict;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.TokenVerification.WrongKid;
import dev.surety.keys.internal.RetriedChange;
import dev.surety.testing.TestWar;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys as an application has them: injected, in its server, beside its transactions. */
@ExtendWith(ArquillianExtension.class)
class KeysIT {

  private static final Duration HOUR = Duration.ofHours(1);

  @Inject KeyRings rings;
  @Inject Tokens tokens;
  @Inject MacKeys macKeys;
  @Inject RetriedChange retried;
  @Inject @SuretyUnit EntityManager entityManager;
  @Resource UserTransaction transaction;

  private final Ring ring = Ring.token("ring-" + UUID.randomUUID());

  @Deployment
  static WebArchive archive() {
    return TestWar.named("keys.war")
        .config(
            Map.of(
                "surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=",
                "surety.keys.cache", "PT0.2S"))
        .testable()
        .build();
  }

  @Test
  void seededRing_signsAndVerifies_inBothForms() {
    assertThat(seed("k1")).isEqualTo(new Seeding.Seeded("k1"));
    assertThat(verify(tokens.sign(ring, "m"))).isEqualTo(new Valid("k1", false));
    TokenClaims claims = new TokenClaims("reset", "alice", Instant.now().plusSeconds(60));
    String token = tokens.issue(ring, claims, new byte[] {1});
    assertThat(tokens.check(ring, "reset", "alice", new byte[] {1}, token))
        .isEqualTo(new Valid("k1", false));
    assertThat(rings.audit(ring).get(0).who()).isEqualTo("keys");
  }

  @Test
  void sameKeyAndBytesAgain_isANoop() {
    seed("k1");
    Secret secret = rings.generate(ring);
    assertThat(rings.rotate(ring, "k2", secret)).isEqualTo(new Rotated("k1", "k2", 0));
    assertThat(rings.rotate(ring, "k2", secret)).isEqualTo(new Noop("k2"));
  }

  @Test
  void sameKeyWithOtherBytes_isAConflict() {
    seed("k1");
    assertThat(rotate("k1")).isEqualTo(new RotationConflict(Reason.OTHER_SECRET));
  }

  @Test
  void backRotation_isAConflict() {
    Secret first = rings.generate(ring);
    rings.seed(ring, "k1", first);
    rotate("k2");
    assertThat(rings.rotate(ring, "k1", first, HOUR, true))
        .isEqualTo(new RotationConflict(Reason.NO_LONGER_ACTIVE));
  }

  @Test
  void rotationInGrace_isRefusedUnlessForced() {
    seed("k1");
    rotate("k2");
    assertThat(rotate("k3")).isInstanceOf(InGrace.class);
    assertThat(rings.rotate(ring, "k3", rings.generate(ring), HOUR, true))
        .isInstanceOf(Rotated.class);
  }

  @Test
  void keyRetiredNow_verifiesNothing() {
    seed("k1");
    String token = tokens.sign(ring, "m");
    rotate("k2");
    assertThat(verify(token)).isEqualTo(new Valid("k1", true));
    assertThat(rings.retire(ring, "k1")).isEqualTo(new Retirement.Retired("k1"));
    assertThat(verify(token)).isEqualTo(new Expired("k1"));
  }

  @Test
  void destroyedKey_staysAway() {
    seed("k1");
    rings.rotate(ring, "k2", rings.generate(ring), Duration.ZERO, false);
    assertThat(rings.destroy(ring, "k1")).isEqualTo(new Destruction.Destroyed("k1"));
    assertThat(seed("k1")).isEqualTo(new Seeding.SeedConflict("k1"));
    assertThat(rings.find(ring, "k1").orElseThrow().state()).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void emptyStore_isAStateError_thatSaysToSeed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> tokens.sign(ring, "m"))
        .withMessageContaining("KeyRings.seed");
    assertThatIllegalStateException().isThrownBy(() -> rotate("k1"));
    assertThatIllegalStateException()
        .isThrownBy(() -> verify("k1:" + "00".repeat(32)))
        .withMessageContaining("KeyRings.seed");
  }

  @Test
  void pinnedKid_refusesAnother() {
    seed("k1");
    String token = tokens.sign(ring, "m");
    assertThat(tokens.verify(ring, new byte[] {'m'}, token, "k2")).isEqualTo(new WrongKid("k1"));
  }

  @Test
  void keyPastItsGrace_isExpired() throws InterruptedException {
    seed("k1");
    String token = tokens.sign(ring, "m");
    rings.rotate(ring, "k2", rings.generate(ring), Duration.ofMillis(500), false);
    assertThat(verify(token)).isEqualTo(new Valid("k1", true));
    Thread.sleep(600);
    assertThat(verify(token)).isEqualTo(new Expired("k1"));
  }

  @Test
  void ringOfAnotherUse_isRefused() {
    seed("k1");
    Ring webhook = Ring.webhook(ring.name());
    assertThatIllegalArgumentException().isThrownBy(() -> macKeys.signing(webhook));
    assertThatIllegalArgumentException().isThrownBy(() -> rings.retire(webhook, "k1"));
  }

  @Test
  void change_outlivesTheCallersRollback_andEndsNothingOfHis() throws Exception {
    transaction.begin();
    String own = transactionId();
    assertThat(seed("k1")).isEqualTo(new Seeding.Seeded("k1"));
    assertThat(rings.list(ring)).hasSize(1);
    assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    assertThat(transactionId()).isEqualTo(own);
    transaction.rollback();
    assertThat(seed("k1")).isEqualTo(new Seeding.AlreadySeeded(false));
  }

  @Test
  void lostRaces_areRetriedByTheServersFaultTolerance_twice() {
    AtomicInteger attempts = new AtomicInteger();
    assertThatExceptionOfType(ContentionException.class)
        .isThrownBy(
            () ->
                retried.run(
                    () -> {
                      attempts.incrementAndGet();
                      throw new ContentionException("lost", null);
                    }));
    assertThat(attempts).hasValue(3);
  }

  @Test
  void sweepAndRewrap_runInTheServer() {
    seed("k1");
    assertThat(rings.rewrap()).isZero();
    assertThat(rings.sweep()).isNotNegative();
  }

  private Seeding seed(String kid) {
    return rings.seed(ring, kid, rings.generate(ring));
  }

  private Rotation rotate(String kid) {
    return rings.rotate(ring, kid, rings.generate(ring), HOUR, false);
  }

  private TokenVerification verify(String token) {
    return tokens.verify(ring, "m", token);
  }

  private String transactionId() {
    return entityManager
        .createNativeQuery("SELECT CAST(pg_current_xact_id() AS text)")
        .getSingleResult()
        .toString();
  }
}
