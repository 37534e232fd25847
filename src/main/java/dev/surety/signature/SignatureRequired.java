package dev.surety.signature;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Lets only signed requests reach a JAX-RS method, unless its verifier's modes or a {@link
 * FallbackAuthentication} let others in.
 *
 * <p>A refused request is answered with 401 and {@code WWW-Authenticate: Signature error="<code>"};
 * one that the database cannot decide with 503, one whose body is too large with 413. The signer
 * becomes the request's principal, without roles, and {@link VerifiedSigner} can be injected.
 *
 * <p>With {@code @Idempotent} on the same method the idempotency header must be covered.
 */
@Inherited
@Documented
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface SignatureRequired {

  /** Which configured verifier decides, by its name in {@code surety.signature.verifiers}. */
  String value() default "default";

  /** Names the operation for the verifier's modes; empty stands for the method's name. */
  String operation() default "";
}
