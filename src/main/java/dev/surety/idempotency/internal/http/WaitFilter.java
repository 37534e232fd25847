package dev.surety.idempotency.internal.http;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets a request wait for the owner of its key without holding a thread, then dispatches it again.
 *
 * <p>In the servlet container, because JAX-RS has no way to suspend a request in a filter.
 */
final class WaitFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final String keyHeader;

  WaitFilter(String keyHeader) {
    this.keyHeader = keyHeader;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      withRequestScope(() -> chain.doFilter(request, response));
      return;
    }
    if (request.getHeader(keyHeader) == null || !request.isAsyncSupported()) {
      chain.doFilter(request, response);
      return;
    }
    Waiting waiting = Waiting.offer(request);
    chain.doFilter(request, new DroppableResponse(response, waiting));
    if (waiting.taken() && !request.isAsyncStarted()) {
      AsyncContext later = request.startAsync(request, response);
      // The wait itself is bounded.
      later.setTimeout(0);
      waiting.then(later::dispatch);
    }
  }

  private interface Step {
    void run() throws IOException, ServletException;
  }

  /** Payara does not activate it for a request that is dispatched again. */
  private static void withRequestScope(Step step) throws IOException, ServletException {
    RequestContextController scope = CDI.current().select(RequestContextController.class).get();
    boolean activated = scope.activate();
    try {
      step.run();
    } finally {
      if (activated) {
        scope.deactivate();
      }
    }
  }
}
