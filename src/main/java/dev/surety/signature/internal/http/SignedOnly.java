package dev.surety.signature.internal.http;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Stands on each guarded method that CDI knows of; {@link SignatureExtension} puts it there. */
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface SignedOnly {

  /** The annotation as an object. */
  @SuppressWarnings("serial")
  final class Literal extends AnnotationLiteral<SignedOnly> implements SignedOnly {

    static final SignedOnly INSTANCE = new Literal();

    private Literal() {}
  }
}
