package dev.surety.signature.internal.http;

import dev.surety.signature.internal.target.CanonicalTarget;
import dev.surety.signature.internal.target.Target.Canonical;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Shows JAX-RS of a signed request what its signature covers: the canonical path, by which the
 * method is found, and one content type.
 *
 * <p>Signer and verifier agree upon the canonical path; routed by another spelling of it, a request
 * that was signed for one method would run another. Of several content types in one line the first
 * is shown, because JAX-RS would answer 400 before the verifier can, which looks at the container's
 * own request and refuses by its code.
 */
final class SignedRequestFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    boolean signed =
        request.getHeader("Signature") != null || request.getHeader("Signature-Input") != null;
    if (!signed) {
      next.doFilter(request, response);
      return;
    }
    String path = canonical(request.getRequestURI());
    String root = request.getContextPath() + request.getServletPath();
    if (path.startsWith(root) || path.equals(request.getRequestURI())) {
      next.doFilter(new CoveredRequest(request, path), response);
    } else {
      // It leads out of what serves it here, so nothing here is what was signed.
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  /** As it is, where there is no canonical form: the verifier refuses that at its step. */
  private static String canonical(String path) {
    return CanonicalTarget.of("http://host" + path) instanceof Canonical canonical
        ? canonical.path()
        : path;
  }
}
