package dev.surety.core;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a scope, key or other identifying value appears in a log: 12 hex digits of an HMAC.
 *
 * <p>Equal values look equal within one application. With a pepper configured the value can be
 * neither read back nor guessed without it; without one, who knows the application's name can try
 * likely values and compare. Thread-safe.
 */
public final class Fingerprint {

  private final SecretKeySpec pepper;

  /** An empty pepper falls back to the application's name, which only tells applications apart. */
  public Fingerprint(CoreSettings settings) {
    String pepper = "surety-log:" + settings.application() + ":" + settings.logPepper();
    this.pepper = new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  public String of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }

  public String of(byte[] value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(pepper);
      byte[] code = mac.doFinal(value);
      return HexFormat.of().formatHex(code, 0, 6);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
