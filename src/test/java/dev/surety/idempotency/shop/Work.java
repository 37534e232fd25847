package dev.surety.idempotency.shop;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Leaves an effect, then ends as it is told. */
@ApplicationScoped
public class Work {

  @Inject Effects effects;
  @Inject Gate gate;

  /**
   * @param as how the handler ends
   * @param name what it leaves behind
   */
  public @Nullable Response perform(String as, String name) {
    effects.add(name);
    if (as.startsWith("status-")) {
      int status = Integer.parseInt(as.substring("status-".length()));
      return Response.status(status).type(MediaType.TEXT_PLAIN).entity(as).build();
    }
    return switch (as) {
      case "created" -> created(name);
      case "text" -> Response.ok("grün für " + name, "text/plain").build();
      case "latin" -> Response.ok("grün", "text/plain;charset=ISO-8859-1").build();
      case "nothing" -> Response.noContent().build();
      case "null" -> null;
      case "redirect" -> Response.seeOther(URI.create("https://shop.example/" + name)).build();
      case "slow" -> slow(name);
      case "slow-fails-once" -> slowFailsOnce(name);
      default -> unusual(as, name);
    };
  }

  private Response created(String name) {
    return Response.created(URI.create("https://shop.example/orders/" + name))
        .type(MediaType.APPLICATION_JSON)
        .entity("{\"order\":\"" + name + "\",\"at\":" + System.nanoTime() + "}")
        .tag("v1")
        .header("Set-Cookie", "session=" + name)
        .header("X-Request-Id", Long.toString(System.nanoTime()))
        .header("X-Kept", "kept")
        .header("X-Dropped", "dropped")
        .build();
  }

  private Response slow(String name) {
    gate.pass(name);
    return Response.ok("slow", "text/plain").build();
  }

  private Response slowFailsOnce(String name) {
    gate.pass(name);
    if (gate.first(name)) {
      throw new IllegalStateException("the first run fails");
    }
    return Response.ok("slow", "text/plain").build();
  }

  private Response unusual(String as, String name) {
    return switch (as) {
      case "large" -> Response.ok("x".repeat(100_000), "text/plain").build();
      case "streaming" ->
          Response.ok((StreamingOutput) out -> out.write(bytes("streamed")), "text/plain").build();
      case "input-stream" ->
          Response.ok(new ByteArrayInputStream(bytes("streamed")), "text/plain").build();
      case "unwritable" -> Response.ok(new Object(), "application/x-unknown").build();
      case "writer-dooms" -> Response.ok(new Doomed(), "text/plain").build();
      case "writer-fails" -> Response.ok(new Unwritable(0), "text/plain").build();
      case "header" ->
          Response.ok("x", "text/plain").header("Link", "<" + "l".repeat(20_000) + ">").build();
      case "once" ->
          Response.ok(new Unwritable(1), "text/plain")
              .header("Link", "<" + "l".repeat(20_000) + ">")
              .build();
      case "encoded" ->
          Response.ok(new byte[] {1, 2}, "application/x-two")
              .header("Content-Encoding", "x-none")
              .build();
      default -> failing(as, name);
    };
  }

  private Response failing(String as, String name) {
    switch (as) {
      case "throw" -> throw new IllegalStateException("the handler fails");
      case "throw-error" -> throw new AssertionError("the handler fails badly");
      case "throw-mapped" -> throw new MappedException(422);
      case "throw-mapped-ok" -> throw new MappedException(200);
      case "throw-404" -> throw new NotFoundException();
      case "throw-409" -> throw new ClientErrorException(409);
      case "interrupted" -> Thread.currentThread().interrupt();
      case "rollback-only" -> registry().setRollbackOnly();
      case "doomed-404", "doomed-409", "doomed-500" -> {
        registry().setRollbackOnly();
        return Response.status(Integer.parseInt(as.substring(7))).build();
      }
      case "swallowed" -> swallowDatabaseError();
      case "refused-at-commit" -> effects.addRefusedAtCommit(name);
      case "cut-at-commit" -> effects.addCutAtCommit(name);
      default -> throw new IllegalArgumentException("unknown: " + as);
    }
    return Response.ok("done").type("text/plain").build();
  }

  /** An entity as a map, for methods that do not return a {@code Response}. */
  public Map<String, Object> entity(String name) {
    effects.add(name);
    return Map.of("name", name, "at", System.nanoTime());
  }

  static TransactionSynchronizationRegistry registry() {
    return lookUp("java:comp/TransactionSynchronizationRegistry");
  }

  /** PostgreSQL then refuses every further statement of the transaction (25P02). */
  private static void swallowDatabaseError() {
    DataSource pool = lookUp("java:comp/DefaultDataSource");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT nonsense");
    } catch (SQLException e) {
      // Swallowed, as handlers do.
    }
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // as in JNDI
  private static <T> T lookUp(String name) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
