package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.core.Fault;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.MovedTime;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.internal.WebhookPart;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Endpoints and circuits of one application on tables of their own, at a time that tests move. */
final class ReceiversFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(30);

  final String application = "receivers-" + UUID.randomUUID();
  final CircuitIds ids = new CircuitIds(application);
  final Answers sender = new Answers();
  private final MovedTime time;
  private final LocalUnit unit;
  private final Core core;
  private final Operations operations;

  /** Answers each attempt at once. */
  static final class Answers implements Sender {

    volatile SendResult answer =
        new SendResult.Answered(204, Optional.empty(), Optional.empty(), "");
    final List<Job> jobs = new ArrayList<>();

    @Override
    public void send(Job job, Consumer<SendResult> done) {
      jobs.add(job);
      done.accept(answer);
    }

    @Override
    public void close() {}
  }

  ReceiversFixture(TestDatabase database) {
    this.time = new MovedTime(database, NOW);
    this.unit = new LocalUnit(time.database());
    this.core = unit.core(application, new WebhookPart(), Map.of());
    this.operations =
        new Operations(
            core,
            url ->
                url.getHost().startsWith("inside.")
                    ? Optional.of("leads to 10.1.2.3")
                    : Optional.empty(),
            headers ->
                headers.containsKey("Host") ? Optional.of("Host is not allowed") : Optional.empty(),
            signatures -> Optional.empty(),
            "partner"::equals,
            sender);
  }

  Core core() {
    return core;
  }

  Core core(String other) {
    return unit.coreOnTables(other, new WebhookPart(), Map.of());
  }

  Operations operations() {
    return operations;
  }

  CircuitStore circuits() {
    return circuits(Map.of());
  }

  CircuitStore circuits(Map<String, String> config) {
    return new CircuitStore(core, BreakerSettings.of(new MapConfig(config)));
  }

  EndpointStore endpoints(Map<String, String> config) {
    return new EndpointStore(core, EndpointSettings.of(new MapConfig(config)));
  }

  /** As the worker does: again, if others had the rows. */
  <T> T inTransaction(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return core.ownTransactions().run(work);
      } catch (RuntimeException e) {
        if (Fault.of(e) != Fault.CONTENTION || attempt == 100) {
          throw e;
        }
      }
    }
  }

  void at(Duration since) {
    time.to(NOW.plus(since));
  }

  String text(String sql) {
    try (Connection connection = time.database().dataSource().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  int execute(String sql) {
    try (Connection connection = time.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    operations.close();
    unit.close();
  }
}
