package dev.surety.signature.internal.http;

import dev.surety.SuretyException;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import org.jspecify.annotations.Nullable;

/** Who signed the current request. */
@RequestScoped
public class CurrentSigner {

  private @Nullable VerifiedSigner signer;

  void is(VerifiedSigner verified) {
    signer = verified;
  }

  /**
   * Dependent, because a record cannot be proxied: it stays what it was when it was injected.
   *
   * @throws SuretyException if nobody signed
   */
  @Produces
  VerifiedSigner signer() {
    VerifiedSigner known = signer;
    if (known == null) {
      throw new SuretyException(
          "there is no VerifiedSigner: the request is not signed, or its signature is not verified"
              + " yet. Where that can be, inject Instance<VerifiedSigner> and ask for it in a"
              + " method under @SignatureRequired");
    }
    return known;
  }
}
