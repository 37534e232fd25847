package dev.surety.testing;

import dev.surety.core.Core;
import dev.surety.core.CoreSettings;
import dev.surety.core.Database;
import dev.surety.core.DatabaseClock;
import dev.surety.core.JdbcAccess;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Schema;
import dev.surety.core.SqlFile;
import dev.surety.core.StoredPart;
import dev.surety.core.TableNames;
import dev.surety.core.Transactions;
import dev.surety.core.Transactions.Outcome;
import dev.surety.core.UnitConnections;
import dev.surety.core.Watchdog;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.dialect.PostgreSQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * Surety's unit on Hibernate without a server: real statements on a real database, for the tests of
 * the stores.
 *
 * <p>The entity manager behaves as a container's: shared by all threads, bound to each thread's
 * transaction. All units of the JVM share what Hibernate knows of the entities, which takes long to
 * find out, and each has its own connections.
 */
public final class LocalUnit implements AutoCloseable {

  private static final SessionFactory FACTORY =
      Persistence.createEntityManagerFactory(
              "store-tests",
              Map.of(
                  "hibernate.dialect",
                  PostgreSQLDialect.class.getName(),
                  "hibernate.boot.allow_jdbc_metadata_access",
                  "false"))
          .unwrap(SessionFactory.class);

  private final LocalConnections connections;
  private final ThreadLocal<@Nullable Bound> current = new ThreadLocal<>();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
  private final LocalTransactions transactions = new LocalTransactions(this);
  private final Watchdog watchdog = new Watchdog(LocalUnit::daemon);
  private final Database database;

  public LocalUnit(TestDatabase postgres) {
    this(postgres, postgres.user(), postgres.password());
  }

  /** As another of the database's roles. */
  public LocalUnit(TestDatabase postgres, String user, String password) {
    this.connections = new LocalConnections(postgres.jdbcUrl(), user, password);
    this.database = database(connections.asDataSource(this::ofTheTransaction));
  }

  public Database database() {
    return database;
  }

  /** The same, but that single statements go to connections from there. */
  public Database database(DataSource singles) {
    return new Database(shared(), connections(singles), watchdog);
  }

  /** The entity manager's, and those of a DataSource. */
  public UnitConnections connections(DataSource source) {
    return new UnitConnections(shared(), JdbcAccess.HIBERNATE, Optional.of(source), transactions);
  }

  /** What a container's DataSource hands out in a transaction: its connection, not to be closed. */
  public Optional<Connection> ofTheTransaction() {
    return Optional.ofNullable(current.get())
        .map(bound -> LocalConnections.unclosed(bound.connection()));
  }

  public Transactions transactions() {
    return transactions;
  }

  /** Makes the connections of single statements break once these have committed. */
  public void loseAnswers(boolean lose) {
    connections.loseAnswers(lose ? new SQLException("gone", "08006") : null);
  }

  /** Does so, and what the connections throw is unchecked, also when they are closed. */
  public void loseAnswers(RuntimeException thrown) {
    connections.loseAnswers(thrown);
  }

  /** Commits the calling thread's transaction behind the back of whoever began it. */
  public void commitByHand(boolean andBegin) {
    transactions.endByHand(Outcome.COMMITTED, andBegin);
  }

  /** Rolls it back, and perhaps begins another. */
  public void rollBackByHand(boolean andBegin) {
    transactions.endByHand(Outcome.ROLLED_BACK, andBegin);
  }

  /** What a part is started with, its tables created under the given names. */
  public Core core(String application, StoredPart part, Map<String, String> config) {
    Schema schema = new Schema(transactions, database, names(part, config));
    schema.create("core");
    schema.create(part.name());
    MapConfig settings = new MapConfig(config);
    for (Map<String, String> set : part.furtherTables(settings)) {
      new Schema(transactions, database, names(part, config).with(set)).create(part.name());
    }
    return coreOnTables(application, part, config);
  }

  /** What a part is started with where its tables have been created by somebody else. */
  public Core coreOnTables(String application, StoredPart part, Map<String, String> config) {
    TableNames names = names(part, config);
    // longer than the defaults: a machine that stands still for seconds is not what tests are about
    Duration deadline = Duration.parse(config.getOrDefault("surety.statement-deadline", "PT10S"));
    Duration patience = Duration.parse(config.getOrDefault("surety.patience", "PT10S"));
    DatabaseClock clock = new DatabaseClock();
    OwnTransactions ownTransactions =
        new OwnTransactions(
            transactions, database, watchdog, clock, new SqlFile("core", names), deadline);
    // reads the time, as every own transaction does
    ownTransactions.run(() -> true);
    return new Core(
        new MapConfig(config),
        new CoreSettings(
            application, "", CoreSettings.SchemaMode.CREATE, deadline, patience, 10_000, ""),
        names,
        database,
        transactions,
        ownTransactions,
        clock,
        LocalUnit::daemon,
        scheduler);
  }

  private static TableNames names(StoredPart part, Map<String, String> config) {
    Map<String, String> tables = new HashMap<>(part.tables(new MapConfig(config)));
    tables.put("surety_schema", "surety_schema");
    return new TableNames("", tables);
  }

  @Override
  public void close() {
    watchdog.close();
    scheduler.shutdownNow();
    connections.close();
  }

  public Watchdog watchdog() {
    return watchdog;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "surety-test");
    thread.setDaemon(true);
    return thread;
  }

  /** An entity manager and its connection. */
  private record Bound(EntityManager entities, Connection connection) {}

  @Nullable EntityManager bound() {
    Bound bound = current.get();
    return bound == null ? null : bound.entities();
  }

  EntityManager bind() {
    Connection connection = connections.take();
    EntityManager opened = FACTORY.withOptions().connection(connection).openSession();
    current.set(new Bound(opened, connection));
    return opened;
  }

  void unbind() {
    Bound bound = current.get();
    current.remove();
    if (bound != null) {
      bound.entities().close();
      connections.giveBack(bound.connection());
    }
  }

  private EntityManager shared() {
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              EntityManager target = bound();
              if (target == null) {
                throw new IllegalStateException("no transaction on this thread");
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
