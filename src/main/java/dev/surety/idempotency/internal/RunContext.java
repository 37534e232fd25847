package dev.surety.idempotency.internal;

import dev.surety.idempotency.IdempotencyContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells of the {@link CurrentRun}. */
@ApplicationScoped
public class RunContext implements IdempotencyContext {

  @Override
  public int attempt() {
    return CurrentRun.get().attempt();
  }

  @Override
  public boolean takeover() {
    return CurrentRun.get().takeover();
  }

  @Override
  public String downstreamKey(String provider) {
    // The row's hash covers application, scope and key, and is the same for every attempt.
    byte[] secret = HexFormat.of().parseHex(CurrentRun.get().ticket().keyHash());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] code = mac.doFinal(provider.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
