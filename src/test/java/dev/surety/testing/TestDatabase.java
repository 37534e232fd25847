package dev.surety.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL for tests: one shared by the whole test JVM, and further ones where a test means to
 * harm it.
 *
 * <p>{@code -Ddb=docker|embedded|pgbouncer|url} decides and fails where it cannot be had. Without
 * it a running container engine is used, else an embedded server. The choice is logged. {@code
 * -Ddb.durable=true} turns {@code fsync} on, which is off otherwise, and gives an embedded server
 * the memory of one that is loaded.
 */
public final class TestDatabase implements AutoCloseable {

  /** How a test database is run. */
  public enum Kind {
    DOCKER,
    EMBEDDED,
    /** An embedded one behind a PgBouncer in transaction mode. */
    PGBOUNCER,
    URL
  }

  private static final System.Logger LOG = System.getLogger(TestDatabase.class.getName());
  private static @Nullable TestDatabase shared;

  private final Kind kind;
  private final DatabaseEngine engine;
  private final String options;

  private TestDatabase(Kind kind, DatabaseEngine engine) {
    this(kind, engine, "");
  }

  private TestDatabase(Kind kind, DatabaseEngine engine, String options) {
    this.kind = kind;
    this.engine = engine;
    this.options = options;
  }

  /** The database of this test JVM, started on first use and stopped when the tests are over. */
  public static synchronized TestDatabase shared() {
    if (shared == null) {
      shared = choose();
      shared.announce();
      shared.publish();
    }
    return shared;
  }

  static synchronized void closeShared() {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }

  /** An embedded database of the caller's own, to freeze, restart or fill at will. */
  public static TestDatabase separate() {
    return new TestDatabase(Kind.EMBEDDED, new EmbeddedDatabase(durable()));
  }

  /** Whether this machine can have one behind a PgBouncer. */
  public static boolean isPoolerInstalled() {
    return PooledDatabase.isInstalled();
  }

  /** An embedded database of the caller's own, behind a PgBouncer in transaction mode. */
  public static TestDatabase pooled() {
    return new TestDatabase(
        Kind.PGBOUNCER, new PooledDatabase(new EmbeddedDatabase(durable())), "?prepareThreshold=0");
  }

  /** The same database as it is reached by another local port, such as a faulty proxy's. */
  public TestDatabase through(int port) {
    DatabaseEngine.Address own = engine.address();
    return new TestDatabase(
        Kind.URL,
        new RemoteDatabase(
            new DatabaseEngine.Address(
                "127.0.0.1", port, own.database(), own.user(), own.password())));
  }

  /**
   * The same database at another time, which goes on from there: with empty tables of its own, and
   * its own server and process. {@link MovedTime} can move it again.
   */
  public TestDatabase at(Instant instant) {
    return new MovedTime(this, instant).database();
  }

  /** The same database with these connection options. */
  TestDatabase withOptions(String jdbcOptions) {
    Assumptions.assumeTrue(kind != Kind.PGBOUNCER, "PgBouncer hands no options on");
    return new TestDatabase(
        Kind.URL, new RemoteDatabase(engine.address()), "?options=" + jdbcOptions);
  }

  public String host() {
    return engine.address().host();
  }

  /** A data source without a pool: every call connects anew. */
  public DataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(jdbcUrl());
    dataSource.setUser(user());
    dataSource.setPassword(password());
    return dataSource;
  }

  public Kind kind() {
    return kind;
  }

  public String jdbcUrl() {
    return engine.address().jdbcUrl() + options;
  }

  public String user() {
    return engine.address().user();
  }

  public String password() {
    return engine.address().password();
  }

  public int port() {
    return engine.address().port();
  }

  /** The postmaster's process id; embedded databases only. */
  public long postmasterPid() {
    return engine.postmasterPid();
  }

  /** Crashes the server; connections are refused until {@link #restart}. */
  public void stop() {
    engine.stop();
  }

  /**
   * Starts the server again on the same port, after crashing it if it runs; returns once it
   * answers.
   */
  public void restart() {
    engine.restart();
    awaitAnswer(Duration.ofSeconds(30));
  }

  /** Stops every process of the server where it stands, so that connections hang. */
  public void freeze() {
    engine.freeze();
  }

  /** Lets a frozen server go on. */
  public void thaw() {
    engine.thaw();
  }

  @Override
  public void close() {
    engine.close();
  }

  private static TestDatabase choose() {
    String asked = System.getProperty("db", "");
    return switch (asked) {
      case "docker" -> new TestDatabase(Kind.DOCKER, new ContainerDatabase(durable()));
      case "embedded" -> separate();
      case "pgbouncer" -> pooled();
      case "url" -> new TestDatabase(Kind.URL, new RemoteDatabase());
      case "" -> ContainerDatabase.engineRuns() ? containerOrEmbedded() : separate();
      default ->
          throw new IllegalArgumentException(
              "-Ddb must be docker, embedded, pgbouncer or url, but is '%s'".formatted(asked));
    };
  }

  /** Nobody asked for the engine that happens to run, so an image it cannot get is no failure. */
  private static TestDatabase containerOrEmbedded() {
    try {
      return new TestDatabase(Kind.DOCKER, new ContainerDatabase(durable()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Container not started, using an embedded server", e);
      return separate();
    }
  }

  private static boolean durable() {
    return Boolean.getBoolean("db.durable");
  }

  private void announce() {
    try (Connection connection = dataSource().getConnection()) {
      String version = connection.getMetaData().getDatabaseProductVersion();
      LOG.log(
          System.Logger.Level.INFO,
          "Test database: PostgreSQL {0}, {1}, at {2}",
          version,
          kind,
          jdbcUrl());
    } catch (SQLException e) {
      throw new IllegalStateException("the test database does not answer at " + jdbcUrl(), e);
    }
  }

  /** Arquillian's configuration and the servers started from it read these properties. */
  private void publish() {
    properties().forEach(System::setProperty);
  }

  /** By what names the provisioned servers know where the database is. */
  Map<String, String> properties() {
    DatabaseEngine.Address address = engine.address();
    return Map.of(
        "pg.host", address.host(),
        "pg.port", Integer.toString(address.port()),
        "pg.database", address.database(),
        "pg.user", address.user(),
        "pg.password", address.password());
  }

  private void awaitAnswer(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        dataSource().getConnection().close();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("the database does not answer again", e);
        }
      }
    }
  }
}
