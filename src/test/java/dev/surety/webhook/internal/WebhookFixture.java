package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.OwnTransactions;
import dev.surety.core.SqlFile;
import dev.surety.core.Transactions;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.PlainSql;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import dev.surety.webhook.internal.endpoint.BreakerSettings;
import dev.surety.webhook.internal.endpoint.CircuitStore;
import dev.surety.webhook.internal.endpoint.EndpointSettings;
import dev.surety.webhook.internal.endpoint.EndpointStore;
import dev.surety.webhook.internal.endpoint.Operations;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.SendResult.Answered;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Instances of the queue and its worker on a real database; what is sent ends in the test. */
final class WebhookFixture implements AutoCloseable {

  static final URI SINK = URI.create("https://sink.example/hooks");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final String application = "app-" + UUID.randomUUID();
  private final PlainSql sql;
  private final LocalUnit unit;
  private final boolean made;
  private final List<AutoCloseable> running = new ArrayList<>();
  final List<WebhookEvent> events = new CopyOnWriteArrayList<>();

  WebhookFixture() {
    this(TestDatabase.shared());
  }

  WebhookFixture(TestDatabase database) {
    this(database, new LocalUnit(database), false);
  }

  /**
   * @param made whether somebody else has made the tables
   */
  WebhookFixture(TestDatabase database, LocalUnit unit, boolean made) {
    this.sql = new PlainSql(database);
    this.unit = unit;
    this.made = made;
  }

  private Core core(Map<String, String> config) {
    return made
        ? unit.coreOnTables(application, new WebhookPart(), config)
        : unit.core(application, new WebhookPart(), config);
  }

  /** What a receiver does. */
  interface Receiver extends Function<Job, SendResult> {}

  /** One instance, and what it has sent. */
  record Instance(
      RunningWebhooks running, Operations operations, ConcurrentLinkedQueue<Job> sent, Core core)
      implements AutoCloseable {

    Endpoints endpoints() {
      return operations.endpoints();
    }

    Circuits circuits() {
      return operations.circuits();
    }

    Webhooks webhooks() {
      return running.webhooks();
    }

    @Override
    public void close() {
      operations.close();
      running.close();
    }
  }

  static SendResult status(int status) {
    return new Answered(status, Optional.empty(), Optional.empty(), "");
  }

  static WebhookMessage.Builder message() {
    return WebhookMessage.to(SINK).type("order.created").payload(Map.of("order", 1));
  }

  Instance instance(Receiver receiver) {
    return instance(Map.of(), receiver);
  }

  /** One whose receiver answers 200 whenever the test runs what it is given. */
  Instance withholding(Map<String, String> config, Queue<Runnable> answers) {
    return instance(
        config,
        new ConcurrentLinkedQueue<>(),
        (job, done) -> answers.add(() -> done.accept(status(200))));
  }

  /** With retries at once unless the configuration says otherwise. */
  Instance instance(Map<String, String> config, Receiver receiver) {
    ConcurrentLinkedQueue<Job> sent = new ConcurrentLinkedQueue<>();
    return instance(
        config,
        sent,
        (job, done) -> {
          sent.add(job);
          done.accept(receiver.apply(job));
        });
  }

  Instance instance(
      Map<String, String> config, ConcurrentLinkedQueue<Job> sent, ThreadedSender.Sending sending) {
    Map<String, String> all =
        new HashMap<>(Map.of("surety.webhook.poll", "PT0.1S", "surety.webhook.sweep", "false"));
    all.putAll(config);
    Core core = core(all);
    WebhookSettings settings = WebhookSettings.of(new MapConfig(all));
    RetrySettings retries = RetrySettings.of(new MapConfig(all));
    Judgement judgement = new Judgement(retries, () -> 0);
    ThreadedSender sender = new ThreadedSender(sending);
    EndpointStore endpoints = new EndpointStore(core, EndpointSettings.of(new MapConfig(all)));
    CircuitStore circuits = new CircuitStore(core, BreakerSettings.of(new MapConfig(all)));
    RunningWebhooks webhooks =
        new RunningWebhooks(
            core,
            settings,
            new RunningWebhooks.Surroundings(
                sender,
                (job, result) -> judgement.of(result, job, core.clock().now()),
                new DeliveryChanges(circuits, endpoints),
                endpoints,
                url -> Optional.empty(),
                () -> null,
                events::add,
                List.of(circuits::sweep, endpoints::sweep),
                retries::longestSpan));
    Operations operations =
        new Operations(
            core,
            url -> Optional.empty(),
            signatures -> Optional.empty(),
            name -> false,
            sender,
            Duration.ofMinutes(1),
            events::add);
    Instance instance = new Instance(webhooks, operations, sent, core);
    running.add(instance);
    return instance;
  }

  QueueStatements queue(Duration lease) {
    return new QueueStatements(statements(), application, lease);
  }

  Statements statements() {
    Core core = core(Map.of());
    SqlFile sql = new SqlFile("webhook", core.names());
    return (name, parameters) -> core.database().direct(sql.get(name), parameters);
  }

  OwnTransactions ownTransactions() {
    return core(Map.of()).ownTransactions();
  }

  Transactions transactions() {
    return unit.transactions();
  }

  <T> T inTransaction(Supplier<T> work) {
    return unit.transactions().own(work);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it did not happen within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }

  String text(String query) {
    return sql.text(query);
  }

  long queued() {
    return Long.parseLong(
        text("SELECT count(*) FROM surety_webhook WHERE application = '" + application + "'"));
  }

  int execute(String statement) {
    return sql.execute(statement);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : running) {
      one.close();
    }
    unit.close();
  }
}
