package dev.surety.signature.partner;

import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** A bean below a resource. */
@RequestScoped
public class Audit {

  @Inject VerifiedSigner signer;

  /** Who signed. */
  public String signer() {
    return signer.issuer() + "/" + signer.owner();
  }
}
