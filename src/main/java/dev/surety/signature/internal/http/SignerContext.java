package dev.surety.signature.internal.http;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * The security context of a signed request.
 *
 * <p>The signer has no role: those that the container knows are of whom the container logged in,
 * who need not be the signer.
 */
record SignerContext(Signer signer, boolean secure) implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return signer;
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public String getAuthenticationScheme() {
    return "Signature";
  }
}
