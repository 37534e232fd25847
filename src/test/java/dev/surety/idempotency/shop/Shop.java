package dev.surety.idempotency.shop;

import dev.surety.testing.PlainSql;
import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestUsers;
import dev.surety.testing.TestWar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** The deployed shop as its clients see it, and the effects it had. */
public final class Shop {

  public static final Charset UTF_8 = StandardCharsets.UTF_8;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String LAST =
      " (SELECT key_hash FROM surety_idempotency ORDER BY created_at DESC LIMIT 1)";

  private final URI base;

  /**
   * @param base where the archive is deployed
   */
  public Shop(URI base) {
    this.base = base;
  }

  /** The archive; creates the tables it writes to. */
  public static TestWar war(String name) {
    createTables();
    return TestWar.named(name)
        .users()
        .config(Map.of("surety.idempotency.stored-headers", "X-Kept"))
        .config(Map.of("surety.idempotency.max-answer", "50000"))
        .config(Map.of("surety.idempotency.max-body", "10000"))
        .classes(
            Effects.class,
            Work.class,
            Gate.class,
            Again.class,
            AgainInterceptor.class,
            MappedException.class,
            Unwritable.class,
            Doomed.class,
            ExactlyOnceShop.class,
            UserTransactionShop.class,
            GuardedShop.class,
            Revocation.class,
            LaterFilters.class,
            EjbShop.class,
            AtLeastOnceShop.class,
            OpenShop.class,
            BareShop.class,
            PoolShop.class);
  }

  /** A name no other test uses, for keys and effects. */
  public static String unique() {
    return UUID.randomUUID().toString();
  }

  /** A request of alice's with a key, to be changed and sent. */
  public HttpRequest.Builder request(String path, String key, String body) {
    return bare(path, body)
        .header("Authorization", TestUsers.basic("alice"))
        .header("Idempotency-Key", key);
  }

  /** Sends a POST of alice's. */
  public HttpResponse<String> post(String path, String key, String body) {
    return send(request(path, key, body));
  }

  public HttpResponse<String> put(String path, String key, String body) {
    return send(request(path, key, body).PUT(body(body)));
  }

  /** Sends a POST of nobody's. */
  public HttpResponse<String> anonymous(String path, String key, String body) {
    return send(bare(path, body).header("Idempotency-Key", key));
  }

  /** Sends a POST of alice's without a key. */
  public HttpResponse<String> withoutKey(String path, String body) {
    return send(bare(path, body).header("Authorization", TestUsers.basic("alice")));
  }

  public static HttpRequest.BodyPublisher body(String body) {
    return HttpRequest.BodyPublishers.ofString(body);
  }

  /** A body whose length is not told. */
  public static HttpRequest.BodyPublisher chunks(byte[] body) {
    return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private HttpRequest.Builder bare(String path, String body) {
    return HttpRequest.newBuilder(base.resolve("api/" + path))
        .POST(body(body))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "text/plain");
  }

  /** Sends a POST of alice's again until an earlier one is no longer in flight. */
  public HttpResponse<String> retry(String path, String key, String body) {
    HttpResponse<String> response = post(path, key, body);
    for (int i = 0; i < 50 && response.body().contains("in-flight"); i++) {
      Shop.pause(100);
      response = post(path, key, body);
    }
    return response;
  }

  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends and reads the body as it comes over the wire. */
  public byte[] bytes(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a slow handler of that name runs. */
  public void awaitEntry(String name) {
    for (int i = 0; i < 100 && !post("open/inside", "", name).body().equals("true"); i++) {
      pause(20);
    }
  }

  /** Lets a slow handler of that name go on. */
  public void open(String name) {
    post("open/gate", "", name);
  }

  /** Changes the row of the key that was reserved last. */
  public static void update(String change) {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE surety_idempotency " + change + " WHERE key_hash =" + LAST);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the key that was reserved last is run for the nth time. */
  public static void awaitAttempt(int n) {
    String sql = "SELECT attempt FROM surety_idempotency WHERE ? = '' AND key_hash =" + LAST;
    for (int i = 0; i < 100 && count(sql, "") != n; i++) {
      pause(20);
    }
  }

  /** Whether the key that was reserved last is in that state. */
  public static boolean lastKeyIs(String state) {
    return count(
            "SELECT count(*) FROM surety_idempotency WHERE state = ? AND key_hash =" + LAST, state)
        == 1;
  }

  /** Locks the row of the key that was reserved last, until it is closed. */
  public static AutoCloseable lockLastKey() throws SQLException {
    Connection connection = TestDatabase.shared().dataSource().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM surety_idempotency WHERE key_hash =" + LAST + " FOR UPDATE");
    }
    return connection;
  }

  /** How many effects of that name were committed. */
  public static long effects(String name) {
    return count("SELECT count(*) FROM effects WHERE name = ?", name);
  }

  /**
   * What connections of the server's pool that are in the middle of a transaction did last. Payara
   * leaves auto-commit off where the database refused a COMMIT, whoever asked for it, and then the
   * pool's own validation begins a transaction that nobody ends.
   */
  public static String openTransactions() {
    return new PlainSql(TestDatabase.shared())
        .text(
            "SELECT coalesce(string_agg(concat_ws(' ', state, clock_timestamp() - state_change,"
                + " query), '; '), '') FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                + " AND state <> 'idle' AND query <> 'SELECT 1'");
  }

  static long count(String sql, String parameter) {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void createTables() {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS effects (name text NOT NULL)");
      statement.execute("CREATE TABLE IF NOT EXISTS nobody (id integer PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS refused_effects (name text NOT NULL,"
              + " never integer DEFAULT 0 REFERENCES nobody (id) DEFERRABLE INITIALLY DEFERRED)");
      statement.execute("CREATE TABLE IF NOT EXISTS cut_effects (name text NOT NULL)");
      statement.execute(
          "CREATE OR REPLACE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql"
              + " AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
      statement.execute("DROP TRIGGER IF EXISTS cut ON cut_effects");
      statement.execute(
          "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON cut_effects"
              + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
