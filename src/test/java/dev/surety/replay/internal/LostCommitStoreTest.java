package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.EXPIRED;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;
import static dev.surety.replay.internal.ReplayFixture.NOW;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.UnavailableException;
import dev.surety.core.Core;
import dev.surety.core.OwnTransactions;
import dev.surety.core.SqlFile;
import dev.surety.core.Transactions;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.core.Watchdog;
import dev.surety.replay.KeyId;
import dev.surety.testing.MapConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A connection that breaks while its commit is waited for: nobody can tell whether the nonce was
 * accepted.
 */
class LostCommitStoreTest extends SharedNonces {

  private static final Map<String, String> TABLES =
      Map.of(
          "surety.replay.table", "cut_nonce",
          "surety.replay.key-table", "cut_nonce_key",
          "surety.replay.cap", "2");

  private static final Map<String, String> THOUSAND =
      Map.of(
          "surety.replay.table", "lost_nonce",
          "surety.replay.key-table", "lost_nonce_key",
          "surety.replay.cap", "1000");

  private final String application = "cut-" + UUID.randomUUID();
  private final KeyId key = new KeyId("issuer", "key");

  @Test
  void commitThatTheServerCut_refusesTheCaller_andTheNonceCanStillBeAccepted() {
    try (StoredReplay store = fixture.instance(application, TABLES)) {
      fixture.execute(
          "CREATE OR REPLACE FUNCTION cut_nonce() RETURNS trigger LANGUAGE plpgsql"
              + " AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
      fixture.execute(
          "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON cut_nonce"
              + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut_nonce()");
      try {
        assertThatThrownBy(() -> store.accept(key, "n", SOON))
            .isInstanceOf(UnavailableException.class);
      } finally {
        fixture.execute("DROP TRIGGER cut ON cut_nonce");
      }
      assertThat(store.accept(key, "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "n", SOON)).isEqualTo(REPLAYED);
      assertThat(store.accept(key, "m", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "o", SOON)).isEqualTo(AT_CAPACITY);
    }
  }

  @Test
  void commitWhoseAnswerWasLost_refusesTheCaller_andTheNonceIsSpent_withinTheCap() {
    AtomicBoolean cut = new AtomicBoolean();
    try (StoredReplay store = store(cut)) {
      cut.set(true);
      assertThatThrownBy(() -> store.accept(key, "n", SOON))
          .isInstanceOf(UnavailableException.class);
      cut.set(false);
      assertThat(store.accept(key, "n", SOON)).isEqualTo(REPLAYED);
      assertThat(store.accept(key, "m", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "o", SOON)).isEqualTo(AT_CAPACITY);
      assertThat(store.liveCount(key)).isEqualTo(2);
    }
  }

  @Test
  void singleStatementWhoseAnswerWasLost_hasSpentTheNonceAndItsPermit() {
    NonceStore store = fixture.flush(application, THOUSAND);
    assertThat(store.apply(accepts("a", "b", "c"))).containsOnly(FRESH);
    assertThat(store.single(accepts("d"))).containsExactly(FRESH);
    fixture.loseAnswers(true);
    try {
      assertThatThrownBy(() -> store.single(accepts("e")))
          .isInstanceOf(NotCommittedException.class);
    } finally {
      fixture.loseAnswers(false);
    }
    assertThat(store.apply(accepts("e"))).containsExactly(REPLAYED);
    String[] others = IntStream.range(0, 1_100).mapToObj(i -> "n" + i).toArray(String[]::new);
    assertThat(store.apply(accepts(others))).filteredOn(FRESH::equals).hasSize(995);
  }

  @Test
  void singleStatement_leavesReplaysAndEndedOnesOpen() {
    NonceStore store = fixture.flush(application, THOUSAND);
    assertThat(store.apply(accepts("a", "b", "c"))).containsOnly(FRESH);
    Command ended = fixture.accept(application, key, "e", NOW.minusSeconds(61));
    assertThat(store.single(List.of(accepts("a").get(0), ended, accepts("d").get(0))))
        .containsExactly(null, null, FRESH);
    assertThat(store.apply(List.of(accepts("d").get(0), ended))).containsExactly(REPLAYED, EXPIRED);
  }

  private List<Command> accepts(String... nonces) {
    return Stream.of(nonces).map(nonce -> fixture.accept(application, key, nonce, SOON)).toList();
  }

  /**
   * @param cut whether a connection breaks once its transaction has committed
   */
  private StoredReplay store(AtomicBoolean cut) {
    Core core = fixture.core(application, TABLES);
    Transactions cutting =
        (Transactions)
            Proxy.newProxyInstance(
                Transactions.class.getClassLoader(),
                new Class<?>[] {Transactions.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(core.transactions(), arguments);
                    if (method.getName().equals("own") && cut.get()) {
                      throw new IllegalStateException(new SQLException("gone", "08006"));
                    }
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    OwnTransactions transactions =
        new OwnTransactions(
            cutting,
            core.database(),
            new Watchdog(core.threads()),
            core.clock(),
            new SqlFile("core", core.names()),
            Duration.ofSeconds(2));
    Core lossy =
        new Core(
            core.config(),
            core.settings(),
            core.names(),
            core.database(),
            core.transactions(),
            transactions,
            core.clock(),
            core.threads(),
            core.scheduler());
    return new StoredReplay(
        lossy,
        core.names(),
        ReplaySettings.of(new MapConfig(TABLES)),
        NonceStatements.salt(lossy),
        rise -> {});
  }
}
