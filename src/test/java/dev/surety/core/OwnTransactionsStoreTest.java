package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.testing.LocalUnit;
import dev.surety.testing.RecordedLog;
import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnTransactionsStoreTest {

  private static final String LOCK = "SELECT 1, CAST(pg_advisory_xact_lock(4711) AS text)";
  private static final String CANCEL =
      "SELECT 1, CAST(pg_cancel_backend(pg_backend_pid()) AS text)";
  private static final String IS_FREE = "SELECT CAST(pg_try_advisory_xact_lock(4711) AS text), 1";

  @Test
  void transactionThatStandsStill_isEndedAndFreesItsLocks() {
    try (LocalUnit stopped = new LocalUnit(TestDatabase.shared());
        LocalUnit other = new LocalUnit(TestDatabase.shared())) {
      assertThatThrownBy(
              () ->
                  transactions(stopped)
                      .run(
                          () -> {
                            stopped.database().query(LOCK);
                            standStill();
                            Row free =
                                transactions(other)
                                    .run(() -> other.database().query(IS_FREE).get(0));
                            assertThat(free.text(0)).isEqualTo("true");
                            return stopped.database().query("SELECT 1, 1");
                          }))
          .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.UNAVAILABLE));
    }
  }

  @Test
  void lockThatIsWaitedFor_isNoErrorInTheProvidersLog() {
    try (LocalUnit waiting = new LocalUnit(TestDatabase.shared());
        LocalUnit other = new LocalUnit(TestDatabase.shared());
        RecordedLog log = new RecordedLog("org.hibernate.engine.jdbc")) {
      transactions(other)
          .run(
              () -> {
                List<Row> unused = other.database().direct(LOCK);
                assertThatThrownBy(
                        () -> transactions(waiting).run(() -> waiting.database().direct(LOCK)))
                    .satisfies(
                        failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.CONTENTION));
                return true;
              });
      assertThat(log.texts()).noneMatch(text -> text.contains("lock timeout"));
    }
  }

  /** As the server tells a lock timeout where the statement waits for its next lock just then. */
  @Test
  void cancelBeforeTheDeadline_isContention_andAtTheDeadlineIsTooSlow() {
    try (LocalUnit unit = new LocalUnit(TestDatabase.shared())) {
      OwnTransactions transactions = transactions(unit, Duration.ofSeconds(5));
      assertThatThrownBy(() -> transactions.run(() -> unit.database().direct(CANCEL)))
          .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.CONTENTION));
      transactions.run(() -> true);
      assertThatThrownBy(() -> transactions.single(CANCEL))
          .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.CONTENTION));
      assertThatThrownBy(
              () ->
                  transactions(unit)
                      .run(() -> unit.database().direct("SELECT pg_sleep(20) IS NULL")))
          .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.TOO_SLOW));
    }
  }

  private static OwnTransactions transactions(LocalUnit unit) {
    return transactions(unit, Duration.ofMillis(300));
  }

  private static OwnTransactions transactions(LocalUnit unit, Duration deadline) {
    TableNames names = new TableNames("", Map.of("surety_schema", "surety_schema"));
    SqlFile statements = new SqlFile("core", names);
    return new OwnTransactions(
        unit.transactions(),
        unit.database(),
        unit.watchdog(),
        new DatabaseClock(),
        statements,
        deadline);
  }

  private static void standStill() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
