package dev.surety.core;

import dev.surety.SuretyException;
import dev.surety.SuretyUnit;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts the parts with the application and stops them with it.
 *
 * <p>Everything that could fail later is checked first and fails the deployment: entity manager,
 * mapping file, database product, version and isolation, settings, tables.
 */
@ApplicationScoped
public class Surety {

  private static final Logger LOG = System.getLogger(Surety.class.getName());

  private final Instance<EntityManager> entityManagers;
  private final Instance<Part> parts;
  private final Instance<StartCheck> checks;
  private volatile @Nullable Watchdog watchdog;
  private volatile @Nullable Ticker timeReader;

  /** For CDI proxies. */
  @SuppressWarnings("NullAway")
  protected Surety() {
    this(null, null, null);
  }

  @Inject
  public Surety(
      @SuretyUnit Instance<EntityManager> entityManagers,
      @Any Instance<Part> parts,
      @Any Instance<StartCheck> checks) {
    this.entityManagers = entityManagers;
    this.parts = parts;
    this.checks = checks;
  }

  /**
   * @param deployment the deployment's name, which names the application unless one is configured
   * @throws SuretyException saying what to change, if anything is not as it must be
   */
  public void start(String deployment) {
    Config config = ConfigProvider.getConfig();
    CoreSettings settings = CoreSettings.of(config, deployment);
    LOG.log(Level.INFO, "Surety starts for the application ''{0}''", settings.application());
    TableNames names = names(settings, config);
    ManagedThreadFactory threads =
        JavaComp.lookUp("DefaultManagedThreadFactory", ManagedThreadFactory.class);
    EntityManager entityManager = entityManager();
    Watchdog started = new Watchdog(threads);
    this.watchdog = started;
    try {
      startParts(config, settings, names, threads, entityManager, started);
      checks.forEach(StartCheck::check);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void startParts(
      Config config,
      CoreSettings settings,
      TableNames names,
      ManagedThreadFactory threads,
      EntityManager entityManager,
      Watchdog watchdog) {
    Transactions transactions = JtaTransactions.ofServer();
    Database database =
        new Database(entityManager, UnitConnections.of(entityManager, transactions), watchdog);
    stored().forEach(part -> checkMapped(database, part));
    SqlFile statements = new SqlFile("core", names);
    Server.of(transactions, database, statements).check();
    prepare(
        tables -> new Schema(transactions, database, tables), names, config, settings.schemaMode());
    DatabaseClock clock = new DatabaseClock();
    OwnTransactions ownTransactions =
        new OwnTransactions(
            transactions, database, watchdog, clock, statements, settings.statementDeadline());
    ManagedScheduledExecutorService scheduler =
        JavaComp.lookUp(
            "DefaultManagedScheduledExecutorService", ManagedScheduledExecutorService.class);
    timeReader = clock.keepFresh(ownTransactions, scheduler);
    Core core =
        new Core(
            config,
            settings,
            names,
            database,
            transactions,
            ownTransactions,
            clock,
            threads,
            scheduler);
    parts.forEach(part -> part.start(core));
  }

  public void stop() {
    try {
      for (Part part : parts) {
        stop(part);
      }
    } finally {
      closeOwn();
    }
  }

  /** One that fails, however it does, must not keep the others from ending. */
  private static void stop(Part part) {
    try {
      part.stop();
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "a part of Surety did not stop as it should", e);
    }
  }

  private void closeOwn() {
    Ticker reader = timeReader;
    if (reader != null) {
      reader.close();
    }
    Watchdog started = watchdog;
    if (started != null) {
      started.close();
    }
  }

  /** For a part that is asked for although nothing has started it. */
  public static IllegalStateException notStarted() {
    return new IllegalStateException(
        "Surety was not started: its listener did not run. An <absolute-ordering/> in web.xml"
            + " hides it; list 'surety' there or add <others/>");
  }

  private TableNames names(CoreSettings settings, Config config) {
    Map<String, String> tables = new HashMap<>(Map.of("surety_schema", "surety_schema"));
    stored().forEach(part -> tables.putAll(part.tables(config)));
    TableNames names = new TableNames(settings.schema(), tables);
    checkDistinct(tables, config);
    return names;
  }

  /** Tables that exist more than once must not meet the others either. */
  private void checkDistinct(Map<String, String> tables, Config config) {
    Map<String, String> all = new HashMap<>(tables);
    for (StoredPart part : stored()) {
      for (Map<String, String> set : part.furtherTables(config)) {
        int number = all.size();
        set.forEach((name, table) -> all.put(name + number, table));
      }
    }
    TableNames unused = new TableNames("", all);
  }

  private List<StoredPart> stored() {
    return parts.stream().filter(StoredPart.class::isInstance).map(StoredPart.class::cast).toList();
  }

  private EntityManager entityManager() {
    if (!entityManagers.isResolvable()) {
      throw new SuretyException(
          (entityManagers.isUnsatisfied() ? "there is no" : "there is more than one")
              + " entity manager for Surety. Add to exactly one CDI bean of the application:"
              + " @Produces @SuretyUnit @PersistenceContext EntityManager em;");
    }
    return entityManagers.get();
  }

  private static void checkMapped(Database database, StoredPart part) {
    if (!database.maps(part.entity())) {
      throw new SuretyException(
          "the persistence unit of the @SuretyUnit entity manager does not list Surety's mapping."
              + " Add to it in persistence.xml:"
              + " <mapping-file>META-INF/surety-orm.xml</mapping-file>");
    }
  }

  private void prepare(
      Function<TableNames, Schema> schemas,
      TableNames names,
      Config config,
      CoreSettings.SchemaMode mode) {
    prepare(schemas.apply(names), List.of("core"), mode);
    List<StoredPart> ordered = stored();
    prepare(schemas.apply(names), ordered.stream().map(StoredPart::name).toList(), mode);
    for (StoredPart part : ordered) {
      part.furtherTables(config)
          .forEach(set -> prepare(schemas.apply(names.with(set)), List.of(part.name()), mode));
      schemas.apply(names).verifyVersion(part.name(), part.schemaVersion());
    }
  }

  private static void prepare(Schema schema, List<String> parts, CoreSettings.SchemaMode mode) {
    if (mode == CoreSettings.SchemaMode.CREATE) {
      parts.forEach(schema::create);
    }
    parts.forEach(schema::verify);
  }
}
