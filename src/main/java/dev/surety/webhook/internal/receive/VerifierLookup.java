package dev.surety.webhook.internal.receive;

import dev.surety.signature.NamedVerifier;
import dev.surety.signature.SignatureVerifier;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.AnnotationLiteral;
import java.util.function.Function;

/** Finds verifiers of the signature part by the names that settings give them. */
public final class VerifierLookup {

  private VerifierLookup() {}

  /**
   * @param verifiers every bean of the type, as {@code @Any} injects it
   */
  public static Function<String, SignatureVerifier> verifiers(
      Instance<SignatureVerifier> verifiers) {
    return name -> verifiers.select(new Named(name)).get();
  }

  @SuppressWarnings("serial")
  private static final class Named extends AnnotationLiteral<NamedVerifier>
      implements NamedVerifier {

    private final String value;

    Named(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }
  }
}
