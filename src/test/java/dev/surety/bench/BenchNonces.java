package dev.surety.bench;

import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.replay.NamedStore;
import dev.surety.replay.ReplayStore;
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
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Closed loops on the replay store, and on a plain table that decides by one statement each. */
@ApplicationScoped
@Path("nonces")
public class BenchNonces {

  private static final String SINGLE =
      "INSERT INTO bench_nonce (nonce_hash, live_until) VALUES (?, now() + interval '1 hour')"
          + " ON CONFLICT (nonce_hash) DO NOTHING";

  @Inject ReplayStore usual;

  @Inject
  @NamedStore("large")
  ReplayStore large;

  @Resource DataSource dataSource;
  @Resource ManagedThreadFactory threads;

  private final AtomicLong numbers = new AtomicLong();

  /** Rate and p99 of one kind of operation over a number of key ids. */
  @GET
  @Path("{what}")
  public String measure(
      @PathParam("what") String what,
      @QueryParam("store") String named,
      @QueryParam("keys") int keys,
      @QueryParam("key") String key,
      @QueryParam("callers") int callers,
      @QueryParam("millis") long millis,
      @QueryParam("operations") long operations)
      throws InterruptedException, ExecutionException {
    ReplayStore store = "large".equals(named) ? large : usual;
    ClosedLoop.Operation operation =
        switch (what) {
          case "accept" -> () -> fresh(store.accept(anyKey(key, keys), nonce(), later()));
          case "number" ->
              () -> store.accept(KeyId.of(key), Long.toString(numbers.getAndIncrement()), later());
          case "duplicate" -> () -> replayed(store.accept(KeyId.of(key), number(10_000), later()));
          case "capacity" -> () -> store.atCapacity(KeyId.of(key));
          case "single" -> this::single;
          default -> throw new IllegalArgumentException(what);
        };
    return ClosedLoop.run(threads, operation, callers, millis, operations).toString();
  }

  private static KeyId anyKey(String key, int keys) {
    return KeyId.of(key + ThreadLocalRandom.current().nextInt(keys));
  }

  private static String nonce() {
    return UUID.randomUUID().toString();
  }

  private static String number(int below) {
    return Integer.toString(ThreadLocalRandom.current().nextInt(below));
  }

  /** The benchmark's database runs on this machine's clock. */
  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  private static void fresh(Acceptance answer) {
    check(answer, Acceptance.FRESH);
  }

  private static void replayed(Acceptance answer) {
    check(answer, Acceptance.REPLAYED);
  }

  private static void check(Acceptance answer, Acceptance expected) {
    if (answer != expected) {
      throw new IllegalStateException(answer + " instead of " + expected);
    }
  }

  private void single() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(SINGLE)) {
      insert.setLong(1, ThreadLocalRandom.current().nextLong());
      if (insert.executeUpdate() != 1) {
        throw new IllegalStateException("not fresh");
      }
    }
  }
}
