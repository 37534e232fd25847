package dev.surety.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.SuretyUnit;
import dev.surety.testing.TestWar;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stores as an application has them: injected, in its server, beside its transactions. */
@ExtendWith(ArquillianExtension.class)
class ReplayStoreIT {

  @Inject ReplayStore store;

  @Inject
  @NamedStore("partners")
  ReplayStore partners;

  @Inject Rises rises;
  @Inject @SuretyUnit EntityManager entityManager;
  @Resource UserTransaction transaction;

  private final KeyId key = new KeyId("issuer", "key-" + UUID.randomUUID());

  @Deployment
  static WebArchive archive() {
    return TestWar.named("replay.war")
        .classes(Rises.class)
        .config(
            Map.of(
                "surety.replay.stores", "partners",
                "surety.replay.partners.cap", "1",
                "surety.replay.new-keys", "3"))
        .testable()
        .build();
  }

  @Test
  void injectedStores_acceptANonceOnceEach() {
    for (ReplayStore each : new ReplayStore[] {store, partners}) {
      assertThat(each.accept(key, "n", soon())).isEqualTo(Acceptance.FRESH);
      assertThat(each.accept(key, "n", soon())).isEqualTo(Acceptance.REPLAYED);
      assertThat(each.seen(key, "n")).isTrue();
      assertThat(each.liveCount(key)).isEqualTo(1);
    }
    assertThat(partners.accept(key, "m", soon())).isEqualTo(Acceptance.AT_CAPACITY);
    assertThat(partners.atCapacity(key)).isTrue();
    assertThat(store.accept(key, "m", soon())).isEqualTo(Acceptance.FRESH);
    assertThat(store.sweep()).isZero();
  }

  @Test
  void acceptance_outlivesTheCallersRollback_andEndsNothingOfHis() throws Exception {
    transaction.begin();
    String own = transactionId();
    assertThat(store.accept(key, "n", soon())).isEqualTo(Acceptance.FRESH);
    assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    assertThat(transactionId()).isEqualTo(own);
    transaction.rollback();
    assertThat(store.accept(key, "n", soon())).isEqualTo(Acceptance.REPLAYED);
  }

  @Test
  void riseOfNewKeyIds_isAnEvent() throws InterruptedException {
    String issuer = "issuer-" + UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      store.accept(new KeyId(issuer, "key-" + i), "n", soon());
    }
    for (int wait = 0; wait < 50 && rises.of(issuer) == 0; wait++) {
      Thread.sleep(100);
    }
    assertThat(rises.of(issuer)).isEqualTo(1);
  }

  private String transactionId() {
    return entityManager
        .createNativeQuery("SELECT CAST(pg_current_xact_id() AS text)")
        .getSingleResult()
        .toString();
  }

  /** The database runs on this machine's clock. */
  private static Instant soon() {
    return Instant.now().plusSeconds(120);
  }

  /** Hears of rises. */
  @ApplicationScoped
  public static class Rises {

    private final Collection<NewKeyIds> heard = new ConcurrentLinkedQueue<>();

    void hear(@Observes NewKeyIds rise) {
      heard.add(rise);
    }

    long of(String issuer) {
      return heard.stream().filter(rise -> rise.issuer().equals(issuer)).count();
    }
  }
}
