package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.Scope;
import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request's wait for the owner of its key: asked for by the JAX-RS filter, carried out by the
 * servlet filter, which alone can let go of the thread.
 *
 * <p>A request waits at most once; used by one thread at a time.
 */
final class Waiting {

  private static final String ATTRIBUTE = "dev.surety.idempotency.waiting";

  private @Nullable CompletableFuture<Void> owner;
  private @Nullable Scope scope;
  private boolean over;

  /** Offers the request a wait. */
  static Waiting offer(ServletRequest request) {
    Waiting waiting = new Waiting();
    request.setAttribute(ATTRIBUTE, waiting);
    return waiting;
  }

  /** What the request was offered, if it came by the servlet filter. */
  static @Nullable Waiting of(ContainerRequestContext request) {
    return request.getProperty(ATTRIBUTE) instanceof Waiting waiting && !waiting.over
        ? waiting
        : null;
  }

  /** Takes the offer: the answer now being given is dropped, and another found later. */
  void take(CompletableFuture<Void> until, Scope waitsIn) {
    owner = until;
    scope = waitsIn;
  }

  /** Whether the request comes again with another identity than it waited with. */
  static boolean isAnother(ContainerRequestContext request, Scope scope) {
    return request.getProperty(ATTRIBUTE) instanceof Waiting waiting
        && waiting.scope != null
        && !identity(waiting.scope).equals(identity(scope));
  }

  private static List<String> identity(Scope scope) {
    return List.of(scope.tenant(), scope.issuer(), scope.principal());
  }

  boolean taken() {
    return owner != null && !over;
  }

  /** Goes on once the owner is done. */
  void then(Runnable next) {
    CompletableFuture<Void> until = owner;
    over = true;
    if (until != null) {
      CompletableFuture<Void> unused = until.thenRun(next);
    }
  }
}
