package dev.surety.signature.internal.http;

import dev.surety.SuretyException;
import dev.surety.core.StartCheck;
import dev.surety.signature.internal.RequestGates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Every verifier that a method names must be configured. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class VerifierCheck implements StartCheck {

  @Inject private Instance<RequestGates> gates;

  @Override
  public void check() {
    SignatureExtension.current().methods().forEach(this::check);
  }

  private void check(SignedMethod signed) {
    try {
      gates.get().named(signed.verifier());
    } catch (SuretyException e) {
      throw new SuretyException(
          signed.resource()
              + " has @SignatureRequired of a verifier that cannot be had: "
              + e.getMessage(),
          e);
    }
  }
}
