package dev.surety.idempotency.internal.http;

import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Storing;
import dev.surety.idempotency.internal.IdempotencySettings;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything known at deployment of a JAX-RS method that runs once per key.
 *
 * @param resource the method
 * @param httpMethod the HTTP method it answers
 * @param named the operation's name, empty where HTTP method and path stand for it
 * @param required whether a request without a key is refused
 * @param exactlyOnce whether effect and answer share a transaction
 * @param recovery what happens to a key whose owner fell silent
 * @param storing which answers are kept
 * @param ttl how long, if not as configured
 * @param body what of the body must be equal
 * @param excluded JSON pointers left out of it
 * @param access who may call
 * @param produces the media types it offers
 * @param sendsEvents whether its answer has no end
 * @param template its path below the one of the application's resources
 * @param property the request property that tells what became of a request to it
 */
record GuardedMethod(
    ResourceMethod resource,
    String httpMethod,
    String named,
    boolean required,
    boolean exactlyOnce,
    Recovery recovery,
    Storing storing,
    Optional<Duration> ttl,
    BodyHash body,
    List<String> excluded,
    AccessRule access,
    List<MediaType> produces,
    boolean sendsEvents,
    String template,
    String property) {

  /** The safe methods of IANA's registry that anybody sends. */
  static final Set<String> READING =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "SEARCH", "PROPFIND", "REPORT");

  private static final Set<String> GUARDED_BY_SETTING = Set.of("POST", "PATCH");

  /** What guards a method that configuration alone guards: its key may be missing. */
  @Idempotent(required = false)
  private interface BySetting {}

  /** The annotation that guards the method, if one does. */
  static Optional<Idempotent> annotation(ResourceMethod resource, Guard guard) {
    Optional<String> http = resource.httpMethod();
    if (http.isEmpty()) {
      return Optional.empty();
    }
    return resource
        .annotation(Idempotent.class)
        .or(() -> resource.ofClass(Idempotent.class).filter(any -> !READING.contains(http.get())))
        .or(() -> bySetting(guard).filter(any -> GUARDED_BY_SETTING.contains(http.get())));
  }

  /** The guarded methods of a class. */
  static List<ResourceMethod> in(Class<?> type, Guard guard) {
    return ResourceMethod.in(type).stream()
        .filter(resource -> annotation(resource, guard).isPresent())
        .toList();
  }

  /**
   * Reads the method and the annotation that guards it.
   *
   * @throws IllegalArgumentException if its time to live is not allowed
   */
  static GuardedMethod of(ResourceMethod resource, Idempotent idempotent) {
    boolean exactlyOnce = exactlyOnce(resource, idempotent);
    return new GuardedMethod(
        resource,
        resource.httpMethod().orElseThrow(),
        idempotent.operation(),
        idempotent.required(),
        exactlyOnce,
        // A dead owner's transaction was rolled back: its outcome is known.
        exactlyOnce ? Recovery.RERUN : idempotent.recovery(),
        idempotent.store(),
        timeToLive(idempotent),
        idempotent.body(),
        List.of(idempotent.exclude()),
        AccessRule.of(resource),
        resource.produces(),
        resource.sendsEvents(),
        resource.template(),
        "dev.surety.idempotency:" + resource.method());
  }

  static boolean exactlyOnce(ResourceMethod resource, Idempotent idempotent) {
    return idempotent.transactional().length > 0
        ? idempotent.transactional()[0]
        : !(DeclaredTransaction.of(resource.type(), resource.method())
            instanceof DeclaredTransaction.None);
  }

  /** Whether a call of the given method is a call of this one. */
  boolean is(Method called) {
    Method own = resource.method();
    return called.equals(own)
        || (called.getName().equals(own.getName())
            && (resource.definitions().anyMatch(called::equals)
                // RESTEasy names the interface where that is what has the annotations.
                || new ResourceMethod(called.getDeclaringClass(), called)
                    .definitions()
                    .anyMatch(own::equals)));
  }

  /**
   * @param base the path below which the application's resources are found
   */
  String operation(String base) {
    return named.isEmpty() ? httpMethod + " " + base + template : named;
  }

  ReserveOptions options(IdempotencySettings settings) {
    return new ReserveOptions(settings.lease(), ttl.orElse(settings.ttl()), recovery);
  }

  /**
   * As long as the setting allows; empty where the setting decides.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static Optional<Duration> timeToLive(Idempotent idempotent) {
    try {
      return Optional.of(idempotent.ttl())
          .filter(given -> !given.isEmpty())
          .map(IdempotencySettings.TTL.reader());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "ttl = \"" + idempotent.ttl() + "\": expected is " + IdempotencySettings.TTL.expects(),
          e);
    }
  }

  private static Optional<Idempotent> bySetting(Guard guard) {
    return guard == Guard.POST_AND_PATCH
        ? Optional.ofNullable(BySetting.class.getAnnotation(Idempotent.class))
        : Optional.empty();
  }
}
