package dev.surety.signature.internal.http;

import dev.surety.UnavailableException;
import dev.surety.core.LimitedLog;
import dev.surety.core.http.CommonProblem;
import dev.surety.core.http.Refusal;
import dev.surety.core.http.RefusedCall;
import dev.surety.signature.internal.body.Decision;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Lets requests to one method through as its verifier decides; whatever fails refuses.
 *
 * <p>Asynchronous and event-sending methods are guarded like others: all is decided before they are
 * called.
 */
final class SignatureRequestFilter implements ContainerRequestFilter {

  private static final Duration SOON = Duration.ofSeconds(1);

  private static final LimitedLog FAILED =
      new LimitedLog(
          System.getLogger(SignatureRequestFilter.class.getName()),
          Level.ERROR,
          "a request was refused because its signature could not be verified");

  private final SignedMethod signed;
  private final SignatureGuard guard;
  private final Admissions admissions;

  SignatureRequestFilter(SignedMethod signed, SignatureGuard guard, Admissions admissions) {
    this.signed = signed;
    this.guard = guard;
    this.admissions = admissions;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    try {
      Decision decision = guard.decide(request, signed);
      if (decision instanceof Decision.Refused refused) {
        request.abortWith(SignatureProblem.refusal(refused.why().code()).getResponse());
        return;
      }
      if (decision instanceof Decision.Signed by) {
        guard.identify(request, by.signer());
      }
      admissions.add(signed);
    } catch (RefusedCall refused) {
      request.abortWith(refused.getResponse());
    } catch (UnavailableException e) {
      request.abortWith(unavailable(e.retryAfter()));
    } catch (RuntimeException e) {
      FAILED.log(e);
      request.abortWith(unavailable(SOON));
    }
  }

  private static Response unavailable(Duration retryAfter) {
    // The nonce may have been accepted.
    return new Refusal(CommonProblem.UNAVAILABLE, "sign the request anew and try again", retryAfter)
        .response();
  }
}
