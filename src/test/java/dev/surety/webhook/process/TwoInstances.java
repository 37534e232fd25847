package dev.surety.webhook.process;

import dev.surety.testing.WildFlyProcess;
import dev.surety.webhook.process.History.Interruption;
import java.util.List;

/** Two servers of the shop on one database, and the receiver of what they send. */
final class TwoInstances implements AutoCloseable {

  private final SenderKeys keys = new SenderKeys();
  private final HookDatabase database = new HookDatabase();
  private final AuditedSink sink = new AuditedSink(keys);
  private final Forwarder forwarder = new Forwarder();
  private final Instance one;
  private final Instance two;

  TwoInstances() {
    String ports = sink.port() + "," + forwarder.port();
    this.one = Instance.launch("hooks-one", database.database(), keys, ports);
    this.two = Instance.launch("hooks-two", database.database(), keys, ports);
    one.awaitUp();
    two.awaitUp();
  }

  Instance one() {
    return one;
  }

  Instance two() {
    return two;
  }

  List<Instance> all() {
    return List.of(one, two);
  }

  HookDatabase database() {
    return database;
  }

  SenderKeys keys() {
    return keys;
  }

  AuditedSink sink() {
    return sink;
  }

  Forwarder forwarder() {
    return forwarder;
  }

  /** Boots what an earlier test has left dead. */
  void revive() {
    all().stream()
        .map(Instance::server)
        .filter(server -> !server.isAlive())
        .forEach(WildFlyProcess::restart);
  }

  void awaitEmptyQueue() {
    Patience.until(
        () ->
            "everything is delivered: "
                + database.rows("SELECT q FROM surety_webhook q LIMIT 20", row -> row.getString(1)),
        () -> database.queued() == 0);
  }

  History history(List<String> paths, long from, long to, List<Interruption> interruptions) {
    return new History(
        database.orders(from, to),
        sink.arrivals(paths),
        database.claims(),
        database.attempts(),
        interruptions);
  }

  @Override
  public void close() {
    one.server().close();
    two.server().close();
    sink.close();
    forwarder.close();
    database.close();
  }
}
