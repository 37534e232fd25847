package dev.surety.bench;

import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Scope;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Closed loops inside the server, through the public API and through plain JDBC. */
@ApplicationScoped
@Path("measure")
public class BenchService {

  private static final int KEYS = 10_000;
  private static final Scope SCOPE = new Scope("", "", "bench", "measure");
  private static final RequestHash HASH = RequestHash.of(new byte[500]);
  private static final Answer ANSWER =
      new Answer(201, Map.of("Content-Type", List.of("application/json")), new byte[500]);

  private static final String READ =
      "SELECT status, headers, body FROM surety_idempotency WHERE key_hash = ?";
  private static final String INSERT =
      "INSERT INTO surety_idempotency (key_hash, application, owner_hash, request_hash, state,"
          + " token, attempt, hold, lease_until, created_at, expires_at, retain_until, sweep_at)"
          + " VALUES (?, 'plain', ?, ?, 'running', ?, 1, false, now(), now(), now(), now(), now())"
          + " ON CONFLICT (key_hash) DO NOTHING";

  @Inject Idempotency idempotency;
  @Resource DataSource dataSource;
  @Resource ManagedThreadFactory threads;

  /** Operations per second of one kind, by a number of callers, for a time or a count. */
  @GET
  @Path("{what}")
  public String measure(
      @PathParam("what") String what,
      @QueryParam("callers") int callers,
      @QueryParam("millis") long millis,
      @QueryParam("operations") long operations)
      throws InterruptedException, ExecutionException {
    ClosedLoop.Operation loop =
        switch (what) {
          case "replay" -> this::replay;
          case "read" -> this::read;
          case "reserve" -> this::reserve;
          case "insert" -> this::insert;
          default -> throw new IllegalArgumentException(what);
        };
    return Double.toString(ClosedLoop.run(threads, loop, callers, millis, operations).perSecond());
  }

  /** Stores the answers that are replayed. */
  @GET
  @Path("prepare")
  public String prepare() {
    IntStream.range(0, KEYS)
        .forEach(
            i -> {
              if (idempotency.reserve(SCOPE, "key-" + i, HASH)
                  instanceof Reservation.Reserved reserved) {
                idempotency.complete(reserved, ANSWER);
              }
            });
    return "ready";
  }

  private void replay() {
    String key = "key-" + ThreadLocalRandom.current().nextInt(KEYS);
    if (!(idempotency.reserve(SCOPE, key, HASH) instanceof Reservation.Replay)) {
      throw new IllegalStateException(key + " is not replayed");
    }
  }

  private void read() throws SQLException {
    int row = ThreadLocalRandom.current().nextInt(KEYS);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(READ)) {
      select.setBytes(1, BenchKeys.get(dataSource).get(row));
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next() || rows.getBytes(3).length != 500) {
          throw new IllegalStateException("row " + row + " is missing");
        }
      }
    }
  }

  private void reserve() {
    String key = UUID.randomUUID().toString();
    if (!(idempotency.reserve(SCOPE, key, HASH) instanceof Reservation.Reserved)) {
      throw new IllegalStateException(key + " is not fresh");
    }
  }

  private void insert() throws SQLException {
    byte[] hash = new byte[32];
    ThreadLocalRandom.current().nextBytes(hash);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setBytes(1, hash);
      insert.setBytes(2, hash);
      insert.setBytes(3, hash);
      insert.setObject(4, UUID.randomUUID());
      if (insert.executeUpdate() != 1) {
        throw new IllegalStateException("not fresh");
      }
    }
  }
}
