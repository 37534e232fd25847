package dev.surety.idempotency.internal.http;

import dev.surety.UnavailableException;
import dev.surety.core.LimitedLog;
import dev.surety.core.http.BufferedBody;
import dev.surety.core.http.Refusal;
import dev.surety.core.http.RefusedCall;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.ReplayAuthorizer;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.ScopeResolver;
import dev.surety.idempotency.StoredResponse;
import dev.surety.idempotency.internal.IdempotencyRuns;
import dev.surety.idempotency.internal.IdempotencySettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Providers;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a request to a guarded method: run, replay, let pass, or refuse. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class HttpGuard {

  /** What became of a request; kept in its property, in a {@link Pass}. */
  sealed interface Admission {}

  /** It is answered with a problem. */
  record Refused() implements Admission {}

  /** It carries no key and needs none. */
  record Unguarded() implements Admission {}

  /** It owns its key and runs. */
  record Run(GuardedCall call) implements Admission {}

  /** It was answered before. */
  record Replayed(Written.Kept answer) implements Admission {}

  private static final String BODY = "dev.surety.idempotency.body";

  private static final LimitedLog AUTHORIZER_FAILED =
      new LimitedLog(
          System.getLogger(HttpGuard.class.getName()),
          Level.WARNING,
          "the ReplayAuthorizer failed, which refuses the replay");

  private static final LimitedLog OTHER_IDENTITY =
      new LimitedLog(
          System.getLogger(HttpGuard.class.getName()),
          Level.ERROR,
          "a request that waited came again as somebody else and was refused; filters that say who"
              + " calls need the dispatcher type ASYNC too");

  @Inject private IdempotencyRuns runs;
  @Inject private ServletContext servlets;
  @Inject private HttpServletRequest servlet;
  @Inject private GuardedCalls calls;
  @Inject private ExactlyOnce exactlyOnce;
  @Inject private Instance<ScopeResolver> resolvers;
  @Inject private Instance<ReplayAuthorizer> authorizers;

  private Callers callers;
  private String contextPath;
  private IdempotencySettings settings;
  private StoredHeaders storedHeaders;
  private @Nullable ReplayAuthorizer authorizer;

  @PostConstruct
  void open() {
    contextPath = servlets.getContextPath();
    settings = runs.settings();
    callers =
        new Callers(
            settings.anonymous(),
            resolvers.isUnsatisfied() ? Callers::byPrincipal : resolvers.get());
    storedHeaders = new StoredHeaders(settings.storedHeaders());
    authorizer = authorizers.isUnsatisfied() ? null : authorizers.get();
  }

  /**
   * @param providers the runtime's writers
   * @throws RefusedCall if the request is to be answered with a problem
   */
  Admission admit(ContainerRequestContext request, GuardedMethod guarded, Providers providers) {
    try {
      callers.check(request, guarded.access());
      if (guarded.exactlyOnce()) {
        exactlyOnce.checkNoTransaction(guarded);
      }
      List<String> lines = lines(request, settings.keyHeader());
      KeyHeader.Result header = KeyHeader.parse(lines, settings.keyPattern(), 1);
      if (header instanceof KeyHeader.Missing && !guarded.required()) {
        return new Unguarded();
      }
      String key = key(header);
      byte[] body = BufferedBody.read(request, settings.maxBody(), BODY);
      Scope scope = callers.scope(request, guarded.operation(base(request)));
      if (Waiting.isAnother(request, scope)) {
        OTHER_IDENTITY.logAbout(guarded.resource());
        throw Refusals.of(new Reservation.InFlight(settings.retryAfter())).asException();
      }
      if (Callers.isAnonymous(scope)) {
        key(KeyHeader.parse(lines, settings.keyPattern(), Callers.SHORTEST_ANONYMOUS_KEY));
      }
      RequestHash hash = hash(request, guarded, body);
      Reservation reservation = runs.reserve(scope, key, hash, guarded.options(settings));
      if (reservation instanceof Reservation.Reserved reserved) {
        return run(request, guarded, reserved, providers);
      }
      if (reservation instanceof Reservation.Replay replay) {
        return replayed(request, replay.storedResponse());
      }
      if (reservation instanceof Reservation.InFlight) {
        waitIfOffered(request, scope, key);
      }
      throw Refusals.of(reservation).asException();
    } catch (LimitExceededException e) {
      throw Refusals.limit(e).asException();
    } catch (UnavailableException e) {
      throw Refusals.unavailable(e).asException();
    } catch (UnacceptableBodyException e) {
      throw Refusal.of(IdempotencyProblem.BODY_INVALID, e.detail()).asException();
    }
  }

  private String key(KeyHeader.Result header) {
    if (header instanceof KeyHeader.Key key) {
      return key.value();
    }
    throw (header instanceof KeyHeader.Invalid invalid
            ? Refusal.of(invalid.problem(), invalid.detail())
            : Refusal.of(
                IdempotencyProblem.KEY_MISSING,
                "send a header " + settings.keyHeader() + " with a new key for each new request"))
        .asException();
  }

  private RequestHash hash(ContainerRequestContext request, GuardedMethod guarded, byte[] body)
      throws UnacceptableBodyException {
    URI uri = request.getUriInfo().getRequestUri();
    List<Map.Entry<String, List<String>>> headers =
        settings.hashedHeaders().stream()
            .map(name -> Map.entry(name, lines(request, name)))
            .toList();
    return RequestDigest.of(
        request.getMethod(),
        belowContext(uri.getRawPath()),
        uri.getRawQuery(),
        request.getHeaderString(HttpHeaders.CONTENT_TYPE),
        headers,
        body,
        guarded.body(),
        guarded.excluded());
  }

  private Run run(
      ContainerRequestContext request,
      GuardedMethod guarded,
      Reservation.Reserved reserved,
      Providers providers) {
    try {
      GuardedCall call =
          new GuardedCall(guarded, reserved, writer(request, guarded, providers), runs);
      calls.add(call, servlet);
      return new Run(call);
    } catch (RuntimeException e) {
      // Nothing runs: the next try must not wait for the lease.
      runs.releaseLater(reserved);
      throw e;
    }
  }

  private AnswerWriter writer(
      ContainerRequestContext request, GuardedMethod guarded, Providers providers) {
    return new AnswerWriter(
        providers,
        storedHeaders,
        settings.maxAnswer(),
        guarded.produces(),
        request.getAcceptableMediaTypes());
  }

  private Replayed replayed(ContainerRequestContext request, StoredResponse stored) {
    if (!mayReplay(request, stored)) {
      throw Refusal.of(
              IdempotencyProblem.REPLAY_DENIED,
              "the request ran; its answer is not for this caller")
          .asException();
    }
    Answer answer = stored.answer();
    // Picked again: what may be stored can have changed since.
    Map<String, List<String>> headers =
        storedHeaders
            .pick(answer.headers())
            .orElseThrow(() -> Refusals.answerNotStored().asException());
    return new Replayed(Written.Kept.stored(new Answer(answer.status(), headers, answer.body())));
  }

  /** The refusal that follows is dropped then, and the request comes again. */
  private void waitIfOffered(ContainerRequestContext request, Scope scope, String key) {
    Waiting waiting = Waiting.of(request);
    if (waiting != null) {
      runs.awaitOwner(scope, key).ifPresent(owner -> waiting.take(owner, scope));
    }
  }

  private boolean mayReplay(ContainerRequestContext request, StoredResponse stored) {
    try {
      return authorizer == null || authorizer.mayReplay(request, stored);
    } catch (RuntimeException e) {
      AUTHORIZER_FAILED.log(e);
      return false;
    }
  }

  /** The path below which JAX-RS serves; the context path may carry a version. */
  private String base(ContainerRequestContext request) {
    String path = belowContext(request.getUriInfo().getBaseUri().getPath());
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private String belowContext(String path) {
    return belowContext(contextPath, path);
  }

  static String belowContext(String contextPath, String path) {
    return path.startsWith(contextPath + "/") ? path.substring(contextPath.length()) : path;
  }

  private static List<String> lines(ContainerRequestContext request, String name) {
    List<String> lines = request.getHeaders().get(name);
    return lines == null ? List.of() : List.copyOf(lines);
  }
}
