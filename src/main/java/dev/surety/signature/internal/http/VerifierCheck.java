package dev.surety.signature.internal.http;

import dev.surety.SuretyException;
import dev.surety.core.StartCheck;
import dev.surety.signature.internal.RequestGates;
import dev.surety.signature.internal.SignatureInjections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Every verifier that a method names or a bean has injected must be able to accept something. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class VerifierCheck implements StartCheck {

  @Inject private Instance<RequestGates> gates;

  @Override
  public void check() {
    SignatureExtension.current().methods().forEach(this::check);
    SignatureInjections.verifiers()
        .forEach(name -> check("a bean has an injected SignatureVerifier", name));
  }

  private void check(SignedMethod signed) {
    String who = signed.resource() + " has @SignatureRequired";
    check(who, signed.verifier());
    try {
      gates.get().named(signed.verifier()).checkOperation(signed.operation());
    } catch (SuretyException e) {
      throw new SuretyException(who + ": " + e.getMessage(), e);
    }
  }

  private void check(String who, String verifier) {
    try {
      gates.get().check(verifier);
    } catch (SuretyException e) {
      throw new SuretyException(who + " of a verifier that cannot be had: " + e.getMessage(), e);
    }
  }
}
