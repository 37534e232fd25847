package dev.surety.webhook.process;

import dev.surety.testing.TestDatabase;
import dev.surety.webhook.process.History.Attempt;
import dev.surety.webhook.process.History.Claim;
import dev.surety.webhook.process.History.End;
import dev.surety.webhook.process.History.Order;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A PostgreSQL of these tests' own, which keeps commit times, and whose triggers write down what
 * happens to queue and circuits.
 */
final class HookDatabase implements AutoCloseable {

  private final TestDatabase database = TestDatabase.separate();

  /** Reads one row of a result. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  HookDatabase() {
    execute("ALTER SYSTEM SET track_commit_timestamp = on");
    database.restart();
    for (String part : List.of("core", "idempotency", "keys", "replay", "webhook")) {
      execute(resource("/META-INF/surety/schema/" + part + ".sql"));
    }
    execute(resource("/webhook/witness.sql"));
  }

  TestDatabase database() {
    return database;
  }

  /** The committed orders to these receivers' queue, in the order of their commits. */
  List<Order> orders(long from, long to) {
    return rows(
        "SELECT number, key, webhook_id, delivery FROM hook_order WHERE number BETWEEN %d AND %d"
                .formatted(from, to)
            + " ORDER BY pg_xact_commit_timestamp(xmin)",
        row ->
            new Order(
                row.getLong(1), row.getString(2), row.getString(3), row.getObject(4, UUID.class)));
  }

  /** Every claim, each with how it ended. */
  List<Claim> claims() {
    Map<UUID, List<Claim>> claims = new HashMap<>();
    for (Step step :
        rows(
            "SELECT what, delivery, fence, attempts, instance, at FROM hook_claim ORDER BY n",
            HookDatabase::step)) {
      List<Claim> own = claims.computeIfAbsent(step.delivery(), id -> new ArrayList<>());
      Claim last = own.isEmpty() ? null : own.get(own.size() - 1);
      if (last != null && last.end() == End.OPEN) {
        own.set(own.size() - 1, ended(last, step));
      }
      if (step.what().equals("claimed")) {
        own.add(
            new Claim(
                step.delivery(),
                step.instance(),
                step.fence(),
                step.attempts() + 1,
                step.at(),
                End.OPEN,
                Instant.MAX));
      }
    }
    return claims.values().stream().flatMap(List::stream).toList();
  }

  private record Step(
      String what, UUID delivery, int fence, int attempts, String instance, Instant at) {}

  private static Step step(ResultSet row) throws SQLException {
    return new Step(
        row.getString(1),
        row.getObject(2, UUID.class),
        row.getInt(3),
        row.getInt(4),
        row.getString(5),
        time(row, 6));
  }

  private static Claim ended(Claim open, Step by) {
    End end =
        switch (by.what()) {
          case "finished" -> End.FINISHED;
          case "put back" -> End.PUT_BACK;
          default -> End.LOST;
        };
    return new Claim(
        open.delivery(), open.instance(), open.fence(), open.attempt(), open.at(), end, by.at());
  }

  List<Attempt> attempts() {
    return rows(
        "SELECT delivery_id, attempt, outcome, occurred_at FROM surety_webhook_log",
        row ->
            new Attempt(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getString(3).equals("delivered"),
                time(row, 4)));
  }

  /** How many messages wait or are under way. */
  long queued() {
    return number("SELECT count(*) FROM surety_webhook");
  }

  long number(String sql) {
    return rows(sql, row -> row.getLong(1)).get(0);
  }

  void execute(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  <T> List<T> rows(String sql, Reader<T> reader) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String resource(String path) {
    try (InputStream in = HookDatabase.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
