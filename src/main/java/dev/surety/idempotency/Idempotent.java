package dev.surety.idempotency;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Runs a method once per idempotency key and replays its answer to every retry.
 *
 * <p>On a JAX-RS resource method the key comes from the {@code Idempotency-Key} header, on any
 * other CDI bean method from {@link #key}. On a class it holds for every method that writes.
 *
 * <p><b>Exactly once</b> where the method is {@code @Transactional} (or an EJB with container
 * transactions): effect and answer commit in one transaction, or neither does. <b>At least once</b>
 * elsewhere: a process that dies between effect and answer leaves {@link #recovery} to decide.
 *
 * <p>Methods on which the promise could not be kept (GET, HEAD, sub-resource locators, classes CDI
 * did not discover; for exactly once also asynchronous methods, SSE, REQUIRES_NEW, NOT_SUPPORTED
 * and NEVER) fail the deployment.
 */
@InterceptorBinding
@Inherited
@Documented
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface Idempotent {

  /** Names the operation in the key's scope; empty stands for HTTP method and path template. */
  @Nonbinding
  String operation() default "";

  /** Whether a request without a key is refused with 400; otherwise it passes through unguarded. */
  @Nonbinding
  boolean required() default true;

  /**
   * {@code true} for exactly once, {@code false} for at least once; left out, the method's own
   * {@code @Transactional} decides.
   */
  @Nonbinding
  boolean[] transactional() default {};

  /** What happens to a key whose owner died with its outcome unknown, in at-least-once mode. */
  @Nonbinding
  Recovery recovery() default Recovery.RERUN;

  /** Which answers are kept; one that is not kept frees the key. */
  @Nonbinding
  Storing store() default Storing.DETERMINISTIC;

  /** How long the answer is kept from its completion, ISO-8601; empty for the configured value. */
  @Nonbinding
  String ttl() default "";

  /** What of the body must be equal for a request to count as the same. */
  @Nonbinding
  BodyHash body() default BodyHash.RAW;

  /** JSON Pointers (RFC 6901) left out of a {@link BodyHash#CANONICAL_JSON} hash. */
  @Nonbinding
  String[] exclude() default {};

  /**
   * The key of a CDI method call: text with {@code {name}} or {@code {index}} standing for a
   * parameter, {@code {order.id}} for its property. Not allowed on JAX-RS methods.
   */
  @Nonbinding
  String key() default "";
}
