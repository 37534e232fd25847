package dev.surety.idempotency.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * What Surety is compared with: an atomic claim, a lease, a replay, and the answer saved after the
 * business transaction has committed.
 *
 * <p>Fair but for a short pause between the two commits, so that a few kills are enough to hit it.
 */
@Provider
@SavedAfterCommit
@ApplicationScoped
public class NaiveFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String OWNER = NaiveFilter.class.getName();
  private static final String KEY = "Idempotency-Key";
  private static final long GAP_MILLIS = 20;

  @Inject NaiveAnswers answers;

  @Override
  public void filter(ContainerRequestContext request) {
    String key = request.getHeaderString(KEY);
    if (answers.claim(key)) {
      request.setProperty(OWNER, true);
      return;
    }
    Optional<String> saved = answers.find(key);
    Response.Status status = saved.isPresent() ? Response.Status.CREATED : Response.Status.CONFLICT;
    request.abortWith(
        Response.status(status)
            .type(MediaType.TEXT_PLAIN)
            .entity(saved.orElse("in flight"))
            .header(Reply.REPLAYED, saved.isPresent())
            .build());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(OWNER) == null) {
      return;
    }
    String key = request.getHeaderString(KEY);
    if (response.getStatus() == Response.Status.CREATED.getStatusCode()) {
      Sleep.millis(GAP_MILLIS);
      answers.save(key, (String) response.getEntity());
    } else {
      answers.release(key);
    }
  }
}
