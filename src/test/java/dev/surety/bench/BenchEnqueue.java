package dev.surety.bench;

import dev.surety.webhook.Webhooks;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/**
 * Closed loops of business transactions that announce what they did, in one table or through
 * Surety.
 */
@ApplicationScoped
@Path("enqueue")
public class BenchEnqueue {

  private static final byte[] BODY = Drain.BODY.getBytes(StandardCharsets.US_ASCII);

  @Inject Webhooks webhooks;
  @Inject UserTransaction transaction;
  @Resource DataSource dataSource;
  @Resource ManagedThreadFactory threads;

  /** Rate and p99 of one kind. */
  @GET
  @Path("{what}")
  public String measure(
      @PathParam("what") String what,
      @QueryParam("url") URI url,
      @QueryParam("callers") int callers,
      @QueryParam("millis") long millis)
      throws InterruptedException, ExecutionException {
    ClosedLoop.Operation announce =
        switch (what) {
          case "send" -> () -> webhooks.send(SuretyDrain.message(url));
          case "row" -> () -> insert("INSERT INTO bench_outbox (id, body) VALUES (?, ?)", BODY);
          default -> throw new IllegalArgumentException(what);
        };
    return ClosedLoop.run(threads, () -> order(announce), callers, millis, 0).toString();
  }

  private void order(ClosedLoop.Operation announce) throws SQLException {
    try {
      transaction.begin();
      insert("INSERT INTO bench_business (id, body) VALUES (?, ?)", BODY);
      announce.run();
      transaction.commit();
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void insert(String sql, byte[] body) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, UUID.randomUUID());
      insert.setBytes(2, body);
      insert.executeUpdate();
    }
  }
}
