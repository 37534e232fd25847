package dev.surety.bench;

import dev.surety.idempotency.Idempotent;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** One business insert, with and without the promise. */
@ApplicationScoped
@Path("orders")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BenchOrders {

  @Resource DataSource dataSource;

  @POST
  @Path("plain")
  @Transactional(rollbackOn = SQLException.class)
  public Response plain(String body) throws SQLException {
    return order(body);
  }

  @POST
  @Path("once")
  @Idempotent
  @Transactional(rollbackOn = SQLException.class)
  public Response once(String body) throws SQLException {
    return order(body);
  }

  private Response order(String body) throws SQLException {
    UUID id = UUID.randomUUID();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO bench_order (id, body) VALUES (?, ?)")) {
      insert.setObject(1, id);
      insert.setString(2, body);
      insert.executeUpdate();
    }
    return Response.created(URI.create("/orders/" + id)).entity(body).build();
  }
}
