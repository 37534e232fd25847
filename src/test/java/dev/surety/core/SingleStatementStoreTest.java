package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.internal.IdempotencyPart;
import dev.surety.replay.internal.ReplayPart;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.PlainSql;
import dev.surety.testing.TestDatabase;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** One statement that commits by itself. */
class SingleStatementStoreTest {

  private static final String INSERT =
      "INSERT INTO single_row (id) VALUES (CAST(?1 AS integer)) RETURNING id";

  /** How many of three limits hold. */
  private static final String LIMITS =
      "SELECT num_nonnulls(nullif(current_setting('lock_timeout'), '0'),"
          + " nullif(current_setting('enable_seqscan'), 'on'),"
          + " nullif(current_setting('statement_timeout'), '0'))";

  private final PlainSql sql = new PlainSql(TestDatabase.shared());
  private LocalUnit unit;

  @BeforeEach
  void open() {
    unit = new LocalUnit(TestDatabase.shared());
    sql.execute("CREATE TABLE single_row (id integer PRIMARY KEY)");
    sql.execute("CREATE SEQUENCE single_sequence");
  }

  @AfterEach
  void close() {
    unit.database().giveBack();
    unit.close();
    sql.execute("DROP TABLE single_row");
    sql.execute("DROP SEQUENCE single_sequence");
  }

  @Test
  void statement_hasCommitted_whenItsRowsAreThere() {
    List<Row> rows = transactions(unit.database()).single(INSERT, 1).orElseThrow();
    assertThat(rows.get(0).integer(0)).isEqualTo(1);
    assertThat(sql.text("SELECT count(*) FROM single_row")).isEqualTo("1");
  }

  /** The driver knows a statement's rows from its second run on, and prepares it from the fifth. */
  @Test
  void limits_holdForEveryRunOfTheStatement_andEndWithIt() {
    OwnTransactions transactions = transactions(unit.database());
    IntStream.range(0, 12)
        .forEach(
            run -> {
              assertThat(transactions.single(LIMITS).orElseThrow().get(0).integer(0)).isEqualTo(3);
              int after =
                  unit.transactions().own(() -> unit.database().direct(LIMITS).get(0).integer(0));
              assertThat(after).isZero();
            });
  }

  @Test
  void statementThatTheServerRefuses_isLeftToATransaction_andHasChangedNothing() {
    OwnTransactions transactions = transactions(unit.database());
    assertThat(transactions.single(INSERT, 1)).isPresent();
    assertThat(transactions.single(INSERT, 1)).isEmpty();
    assertThat(sql.text("SELECT count(*) FROM single_row")).isEqualTo("1");
  }

  @Test
  void statementThatMeetsALock_failsWithContention() {
    OwnTransactions transactions = transactions(unit.database());
    transactions.run(
        () -> {
          List<Row> unused = unit.database().direct(INSERT, 1);
          assertThatThrownBy(() -> single(transactions, 1))
              .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.CONTENTION));
          return true;
        });
  }

  @Test
  void statementThatTakesTooLong_isCanceledAtItsDeadline() {
    OwnTransactions transactions = transactions(unit.database());
    IntStream.range(0, 3)
        .forEach(
            run ->
                assertThatThrownBy(() -> transactions.single("SELECT pg_sleep(20) IS NULL"))
                    .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.TOO_SLOW)));
  }

  /** So that a claim that a frozen server reads when it wakes is nobody's. */
  @Test
  void statementThatTheServerReadsLate_doesNotRun() {
    DatabaseClock clock = new DatabaseClock();
    OwnTransactions transactions = transactions(unit.database(), clock);
    assertThat(transactions.single(INSERT, 1)).isEmpty();
    clock.answered(clock.asked(), Micros.of(Instant.now().minusSeconds(10)));
    assertThat(transactions.single(INSERT, 1)).isEmpty();
    assertThat(sql.text("SELECT count(*) FROM single_row")).isEqualTo("0");
    clock.answered(clock.asked(), Micros.of(Instant.now().plusSeconds(10)));
    assertThat(transactions.single(INSERT, 1)).isPresent();
  }

  @Test
  void driverThatEndsTheLimitsBeforeTheStatement_isNotUsed() {
    assertThat(transactions(unit.database()).haveSingle()).isTrue();
    PGSimpleDataSource simple = new PGSimpleDataSource();
    simple.setUrl(TestDatabase.shared().jdbcUrl());
    simple.setUser(TestDatabase.shared().user());
    simple.setPassword(TestDatabase.shared().password());
    simple.setPreferQueryMode(PreferQueryMode.SIMPLE);
    assertThat(transactions(unit.database(simple)).haveSingle()).isFalse();
  }

  @Test
  void connectionThatSqlLeftInATransaction_isNotUsed() throws Exception {
    PGSimpleDataSource leftOpen =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = TestDatabase.shared().dataSource().getConnection();
            try (Statement statement = connection.createStatement()) {
              statement.execute("BEGIN");
              statement.execute("SELECT pg_sleep(0.3)");
            }
            return connection;
          }
        };
    OwnTransactions transactions = transactions(unit.database(leftOpen));
    assertThat(transactions.single(INSERT, 1)).isEmpty();
    assertThat(transactions.haveSingle()).isFalse();
    unit.database(leftOpen).giveBack();
  }

  @Test
  void statementsShareAConnection_whichATransactionDoesNotFindOpen() {
    List<Connection> lent = new ArrayList<>();
    PGSimpleDataSource recording =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            lent.add(TestDatabase.shared().dataSource().getConnection());
            return lent.get(lent.size() - 1);
          }
        };
    OwnTransactions transactions = transactions(unit.database(recording));
    lent.clear();
    IntStream.range(0, 3).forEach(i -> assertThat(transactions.single(INSERT, i)).isPresent());
    assertThat(lent).singleElement().satisfies(one -> assertThat(one.isClosed()).isFalse());
    assertThat(transactions.<Boolean>run(() -> isClosed(lent.get(0)))).isTrue();
  }

  @Test
  void connectionsOfAnotherRole_areNotUsed() {
    sql.execute("CREATE ROLE single_role LOGIN PASSWORD 'single'");
    try {
      PGSimpleDataSource other = new PGSimpleDataSource();
      other.setUrl(TestDatabase.shared().jdbcUrl());
      other.setUser("single_role");
      other.setPassword("single");
      assertThat(transactions(unit.database(other)).haveSingle()).isFalse();
    } finally {
      sql.execute("DROP ROLE single_role");
    }
  }

  @Test
  void refusalOfAReadOnlyServer_hasChangedNothing() {
    assertThatThrownBy(
            () ->
                transactions(unit.database())
                    .single(
                        "SELECT set_config('transaction_read_only', 'on', true) IS NULL,"
                            + " nextval('single_sequence')"))
        .isInstanceOf(PersistenceException.class);
  }

  @Test
  void statementOfWhoseEndNobodyHeard_mayHaveCommitted() {
    OwnTransactions transactions = transactions(unit.database());
    unit.loseAnswers(true);
    assertUnknown(transactions, 1);
    unit.loseAnswers(new IllegalStateException("the connection's wrapper"));
    assertUnknown(transactions, 2);
    assertThat(sql.text("SELECT count(*) FROM single_row")).isEqualTo("2");
  }

  private static void assertUnknown(OwnTransactions transactions, int id) {
    assertThatThrownBy(() -> transactions.single(INSERT, id))
        .isInstanceOfSatisfying(
            NotCommittedException.class,
            failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  /** Otherwise the driver would send them after the limits' commit, where no limit holds. */
  @Test
  void statementsThatCommitByThemselves_haveRowsOfKnownSize() throws SQLException {
    Core core = unit.core("single", new ReplayPart(), Map.of());
    assertRowsOfKnownSize(new SqlFile("core", core.names()).get("limits"));
    assertRowsOfKnownSize(new SqlFile("replay", core.names()).get("accept_new"));
    TableNames names = unit.core("single", new IdempotencyPart(), Map.of()).names();
    assertRowsOfKnownSize(new SqlFile("idempotency", names).get("claim_new"));
  }

  /** Two flushes whose keys were not in one order could wait for each other. */
  @Test
  void newKeys_areInsertedInTheOrderOfTheirList() throws SQLException {
    TableNames names = unit.core("single", new IdempotencyPart(), Map.of()).names();
    assertThat(plan(new SqlFile("idempotency", names).get("claim_new")))
        .contains("Nested Loop Anti Join")
        .doesNotContain("Sort", "Hash", "Merge");
  }

  /** As the limits leave it, and kept for all parameters. */
  private String plan(String statement) throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement run = connection.createStatement()) {
      connection.setAutoCommit(false);
      run.execute(
          new SqlFile("core", unit.core("single", new ReplayPart(), Map.of()).names())
              .get("limits")
              .replaceAll("\\?[12]", "'10s'")
              .replace("?3", "'infinity'"));
      run.execute("PREPARE kept AS " + statement.replaceAll("\\?(\\d+)", "\\$$1"));
      List<String> lines = new ArrayList<>();
      try (ResultSet rows =
          run.executeQuery(
              "EXPLAIN EXECUTE kept ('{}', '{}', '{}', '{}', '{}', '{}', 'a', '{}')")) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
      run.execute("DEALLOCATE kept");
      connection.rollback();
      return String.join("\n", lines);
    }
  }

  private void assertRowsOfKnownSize(String statement) throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        PreparedStatement prepared = connection.prepareStatement(OrdinalSql.of(statement).text())) {
      ResultSetMetaData columns = prepared.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        String length =
            sql.text(
                "SELECT typlen FROM pg_type WHERE oid = CAST('"
                    + columns.getColumnTypeName(i)
                    + "' AS regtype)");
        assertThat(Integer.parseInt(length)).as(columns.getColumnLabel(i)).isPositive();
      }
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On a thread of its own, because this one has a transaction. */
  private static Optional<List<Row>> single(OwnTransactions transactions, int id) {
    return CompletableFuture.supplyAsync(() -> transactions.single(INSERT, id)).join();
  }

  private OwnTransactions transactions(Database database) {
    OwnTransactions transactions = transactions(database, new DatabaseClock());
    boolean unused = transactions.run(() -> true);
    return transactions;
  }

  private OwnTransactions transactions(Database database, DatabaseClock clock) {
    TableNames names = new TableNames("", Map.of("surety_schema", "surety_schema"));
    return new OwnTransactions(
        unit.transactions(),
        database,
        unit.watchdog(),
        clock,
        new SqlFile("core", names),
        Duration.ofSeconds(1));
  }
}
