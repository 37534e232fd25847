package dev.surety.signature.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Verifiers and signers of AdCP's webhook profile at a given time, for the tests of webhooks. */
public final class WebhookVerifiers implements AutoCloseable {

  private final VerifierFixture fixture;

  public WebhookVerifiers(Instant now) {
    fixture = new VerifierFixture(now);
  }

  /**
   * As if nobody had signed anything yet.
   *
   * @param jwks the keys that count
   */
  public SignatureVerifier verifier(JsonNode jwks, RevocationSource revocations) {
    fixture.fresh();
    return fixture.verifier(
            Profile.ADCP_WEBHOOK,
            VerifierFixture.keys(jwks.toString().getBytes(StandardCharsets.UTF_8)),
            revocations)
        ::verify;
  }

  public SignatureSigner signer(SigningKey key) {
    return new ProfileSigner(Profile.ADCP_WEBHOOK, key, List.of(), fixture.core().clock()::now);
  }

  @Override
  public void close() {
    fixture.close();
  }
}
