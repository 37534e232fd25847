package dev.surety.signature.internal.http;

import dev.surety.IssuedPrincipal;

/**
 * The principal of a signed request.
 *
 * @param issuer who vouches for the owner
 * @param owner the party whose key signed
 */
record Signer(String issuer, String owner) implements IssuedPrincipal {

  @Override
  public String getName() {
    return owner;
  }
}
