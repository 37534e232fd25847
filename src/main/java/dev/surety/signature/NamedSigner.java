package dev.surety.signature;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Injects a {@link SignatureSigner} other than the default one; on a bean of type {@link
 * SigningKey}, gives that signer its key.
 *
 * <p>A name that is not configured fails the deployment.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({TYPE, METHOD, FIELD, PARAMETER})
public @interface NamedSigner {

  /** The signer's name, as listed in {@code surety.signature.signers}. */
  @Nonbinding
  String value();
}
