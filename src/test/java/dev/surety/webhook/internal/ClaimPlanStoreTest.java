package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.SqlFile;
import dev.surety.core.TableNames;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A claim reads what may be sent now, whatever else is in the queue, and whatever plan is kept. */
class ClaimPlanStoreTest {

  private static final int BLOCKED = 30_000;
  private static final Pattern PAGES =
      Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");
  private static final String NIL = "00000000-0000-0000-0000-000000000000";
  private static final String ABOVE_ALL = NIL.replace('0', 'f');
  private static final String ANY = "1000000000";
  private static final String MUCH = "{1000000000,1000000000,1000000000}";

  private final WebhookFixture fixture = new WebhookFixture();
  private final String healthy = UUID.randomUUID().toString();
  private final String later = UUID.randomUUID().toString();
  private final String open = UUID.randomUUID().toString();
  private final String ordered = UUID.randomUUID().toString();
  private SqlFile sql;

  @BeforeEach
  void fill() {
    fixture.queue(Duration.ofSeconds(30));
    Map<String, String> names = new HashMap<>(WebhookSettings.tables(new MapConfig(Map.of())));
    names.put("surety_schema", "surety_schema");
    sql = new SqlFile("webhook", new TableNames("", names));
    rows(healthy, "ready", "now() - interval '1 second'", "NULL", 10);
    rows(later, "ready", "now() + interval '1 hour'", "NULL", BLOCKED);
    rows(open, "ready", "now() - interval '1 hour'", "NULL", BLOCKED);
    rows(ordered, "waiting", "now() - interval '1 hour'", "'" + UUID.randomUUID() + "'", BLOCKED);
    fixture.execute(
        "INSERT INTO surety_webhook_circuit VALUES ('%s', '%s', '', 'k', 'open', false, 9, 0, now() + interval '1 hour', NULL, NULL, 'x', now())"
            .formatted(open, fixture.application));
    fixture.execute("ANALYZE surety_webhook");
  }

  @AfterEach
  void close() throws Exception {
    fixture.execute("DELETE FROM surety_webhook WHERE application = '" + fixture.application + "'");
    fixture.close();
  }

  @Test
  void claim_readsNothingOfWhatIsBlocked() throws Exception {
    String lanes = "{%s,%s,%s}".formatted(healthy, later, open);
    String nil = "{%s,%s,%s}".formatted(NIL, NIL, NIL);
    Plan plan =
        plan(
            "claim", lanes, nil, "{100,100,100}", "{0,0,0}", fixture.application, "30000000", MUCH);
    assertThat(plan.text()).doesNotContain("Seq Scan on surety_webhook ").contains("ready");
    assertThat(plan.pages()).isLessThan(300);
  }

  @Test
  void look_takesOneStepForEachLane() throws Exception {
    Plan plan = plan("lanes", fixture.application, ABOVE_ALL, ABOVE_ALL);
    assertThat(plan.text()).doesNotContain("Seq Scan on surety_webhook ");
    assertThat(plan.pages()).isLessThan(100);
  }

  @Test
  void look_doesNotWalkOverWhatWasSent_whileAnOldSnapshotKeepsIt() throws Exception {
    rows(healthy, "ready", "now() - interval '1 minute'", "NULL", BLOCKED);
    try (Connection old = TestDatabase.shared().dataSource().getConnection();
        Statement snapshot = old.createStatement()) {
      old.setAutoCommit(false);
      old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      snapshot.execute("SELECT count(*) FROM surety_webhook");
      fixture.execute(
          "DELETE FROM surety_webhook WHERE circuit = '"
              + healthy
              + "' AND due < now() - interval '30 seconds'");
      assertThat(plan("lanes", fixture.application, ABOVE_ALL, ABOVE_ALL).pages()).isLessThan(100);
      old.rollback();
    }
  }

  @Test
  void probe_ofACircuitThatRests_readsNoneOfItsMessages() throws Exception {
    Plan plan =
        plan("probe", "{" + open + "}", "{" + NIL + "}", fixture.application, "30000000", ANY);
    assertThat(plan.pages()).isLessThan(50);
  }

  private record Plan(String text, long pages) {}

  /** As the worker's transactions run it: by a plan that is kept for all parameters. */
  private Plan plan(String statement, String... parameters) throws SQLException {
    String prepared = sql.get(statement).replaceAll("\\?(\\d+)", "\\$$1");
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement run = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String setting :
          new String[] {
            "enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin"
          }) {
        run.execute("SET LOCAL " + setting + " = off");
      }
      run.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      run.execute("PREPARE kept AS " + prepared);
      StringBuilder text = new StringBuilder();
      String values = "'" + String.join("','", parameters) + "'";
      try (var rows =
          run.executeQuery("EXPLAIN (ANALYZE, BUFFERS) EXECUTE kept (" + values + ")")) {
        while (rows.next()) {
          text.append(rows.getString(1)).append('\n');
        }
      }
      run.execute("DEALLOCATE kept");
      connection.rollback();
      Matcher pages = PAGES.matcher(text);
      assertThat(pages.find()).isTrue();
      String read = pages.group(2);
      return new Plan(
          text.toString(),
          Long.parseLong(pages.group(1)) + (read == null ? 0 : Long.parseLong(read)));
    }
  }

  private void rows(String circuit, String state, String due, String sequence, int many) {
    fixture.execute(
        """
        INSERT INTO surety_webhook (delivery_id, application, circuit, endpoint_id, state, due, fence,
                                    attempts, losses, sequence, sequence_number, size)
        SELECT gen_random_uuid(), '%s', '%s', '%s', '%s', %s, 0, 0, 0, CAST(%s AS uuid), i, 1000
        FROM generate_series(1, %d) i
        """
            .formatted(fixture.application, circuit, NIL, state, due, sequence, many));
  }
}
