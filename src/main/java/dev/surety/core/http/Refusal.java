package dev.surety.core.http;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A problem as the answer to one request.
 *
 * @param detail what the client should know; carries neither key nor payload
 * @param retryAfter when to try again, where that helps
 */
public record Refusal(Problem problem, String detail, @Nullable Duration retryAfter) {

  private static final MediaType TYPE = new MediaType("application", "problem+json");
  private static final Annotation[] NONE = {};

  public static Refusal of(Problem problem, String detail) {
    return new Refusal(problem, detail, null);
  }

  public RefusedCall asException() {
    return new RefusedCall(this);
  }

  public Response response() {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(TYPE).entity(problem.json(detail));
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
    }
    return response.build();
  }

  /** Takes the place of an answer, of which nothing is left. */
  public void replace(ContainerResponseContext response) {
    discard(response.getEntity());
    response.getHeaders().clear();
    response.setStatus(problem.status());
    response.setEntity(problem.json(detail), NONE, TYPE);
    if (retryAfter != null) {
      response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
    }
  }

  private static void discard(@Nullable Object entity) {
    if (entity instanceof Closeable stream) {
      try {
        stream.close();
      } catch (IOException e) {
        // Nobody will read it.
      }
    }
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
