package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.core.Fault;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.MovedTime;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.WebhookPart;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
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
import org.jspecify.annotations.Nullable;

/** Endpoints and circuits of one application on tables of their own, at a time that tests move. */
final class ReceiversFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(30);

  /** The column of the lease in what {@code probe} returns. */
  private static final int PROBE = 30;

  private static final String DUE =
      """
      WITH message AS (
        INSERT INTO surety_webhook_message (delivery_id, application, tenant, endpoint_id, url,
          circuit, circuit_key, event_type, webhook_id, content_type, body, max_attempts,
          created_at, redelivered, attempts)
        VALUES ('%1$s', '%2$s', '', '00000000-0000-0000-0000-000000000000', 'https://a.example/',
          '%3$s', '', '', 'id', 'text/plain', '', 8, now(), false, 0))
      INSERT INTO surety_webhook (delivery_id, application, circuit, endpoint_id, state, due, fence,
        attempts, losses, size)
      VALUES ('%1$s', '%2$s', '%3$s', '00000000-0000-0000-0000-000000000000', 'ready', now(), 0,
        0, 0, 0)
      """;

  final String application = "receivers-" + UUID.randomUUID();
  final CircuitIds ids = new CircuitIds(application);
  final Answers sender = new Answers();
  final List<WebhookEvent> events = new ArrayList<>();
  private final MovedTime time;
  private final LocalUnit unit;
  private final Core core;
  private final SqlFile statements;
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
    this.statements = new SqlFile("webhook", core.names());
    this.operations =
        new Operations(
            core,
            url ->
                url.getHost().startsWith("inside.")
                    ? Optional.of("leads to 10.1.2.3")
                    : Optional.empty(),
            signatures -> Optional.empty(),
            "partner"::equals,
            sender,
            Duration.ofMinutes(1),
            events::add);
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

  /** The lease that the worker's own statement takes, with a message that is due; null if none. */
  @Nullable UUID probe(UUID circuit, Duration lease) {
    execute(DUE.formatted(UUID.randomUUID(), application, circuit));
    List<Row> claims =
        inTransaction(
            () ->
                core.database()
                    .direct(
                        statements.get("probe"),
                        SqlArray.ofUuid(List.of(circuit), id -> id),
                        SqlArray.ofUuid(List.of(Lane.NO_ENDPOINT), id -> id),
                        application,
                        lease.toNanos() / 1_000,
                        Long.MAX_VALUE));
    return claims.isEmpty() ? null : claims.get(0).uuid(PROBE);
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
