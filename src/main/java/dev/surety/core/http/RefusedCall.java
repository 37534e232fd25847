package dev.surety.core.http;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * Carries a {@link Refusal} out of a call.
 *
 * <p>An EJB container lets it through as it is and rolls back; a mapper of the application may
 * answer it otherwise, which the response filter sets right.
 */
@ApplicationException(rollback = true)
public final class RefusedCall extends WebApplicationException {

  private static final long serialVersionUID = 1L;

  RefusedCall(Refusal refusal) {
    this(refusal.detail(), refusal.response());
  }

  private RefusedCall(String detail, Response response) {
    super(detail, response);
  }

  /** A refusal whose answer says more than its problem. */
  public static RefusedCall of(String detail, Response response) {
    return new RefusedCall(detail, response);
  }

  /** Not a failure of the program: where it came from tells nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
