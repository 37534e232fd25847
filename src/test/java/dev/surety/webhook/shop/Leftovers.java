package dev.surety.webhook.shop;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Looks, from an application without Surety, for what another one has left behind in the server.
 */
@Path("leftovers")
@ApplicationScoped
public class Leftovers {

  private static final List<String> OURS = List.of("dev.surety.", "org.apache.hc.");

  @Resource(lookup = "java:comp/DefaultDataSource")
  DataSource pool;

  /** The threads that are in code of Surety's or of its HTTP client, or are named after them. */
  @GET
  @Path("threads")
  public String threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey() != Thread.currentThread())
        .filter(thread -> isOurs(thread.getKey().getName(), thread.getValue()))
        .map(thread -> thread.getKey() + " " + Arrays.toString(thread.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** Takes so many connections at once. */
  @GET
  @Path("pool")
  public int pool(@QueryParam("take") int many) throws SQLException {
    List<Connection> taken = new ArrayList<>();
    try {
      while (taken.size() < many) {
        taken.add(pool.getConnection());
      }
      return taken.size();
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  private static boolean isOurs(String name, StackTraceElement[] stack) {
    return name.contains("surety")
        || name.contains("httpclient")
        || Arrays.stream(stack)
            .anyMatch(frame -> OURS.stream().anyMatch(frame.getClassName()::startsWith));
  }
}
