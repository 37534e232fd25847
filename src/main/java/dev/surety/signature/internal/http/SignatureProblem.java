package dev.surety.signature.internal.http;

import dev.surety.core.http.Problem;
import dev.surety.core.http.Refusal;
import dev.surety.core.http.RefusedCall;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Every refusal that only signatures give. */
enum SignatureProblem implements Problem {
  REFUSED;

  /**
   * The refusal with its challenge.
   *
   * @param code the profile's error code
   */
  static RefusedCall refusal(String code) {
    Refusal refusal = Refusal.of(REFUSED, "WWW-Authenticate names the error");
    return RefusedCall.of(
        refusal.detail(),
        Response.fromResponse(refusal.response())
            .header(HttpHeaders.WWW_AUTHENTICATE, "Signature error=\"" + code + "\"")
            .build());
  }

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
