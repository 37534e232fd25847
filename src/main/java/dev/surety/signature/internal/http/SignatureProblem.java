package dev.surety.signature.internal.http;

import dev.surety.core.http.Problem;

/** Every refusal that only signatures give. */
enum SignatureProblem implements Problem {
  REFUSED;

  @Override
  public String slug() {
    return "signature-refused";
  }

  @Override
  public int status() {
    return 401;
  }

  @Override
  public String title() {
    return "The request's signature was refused";
  }
}
