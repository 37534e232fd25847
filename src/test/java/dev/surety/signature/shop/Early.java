package dev.surety.signature.shop;

import dev.surety.replay.KeyId;
import dev.surety.replay.NamedStore;
import dev.surety.replay.ReplayStore;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.NamedSigner;
import dev.surety.signature.NamedVerifier;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A bean that has everything before Surety has started. */
@ApplicationScoped
public class Early {

  @Inject SignatureVerifier verifier;
  @Inject SignatureSigner signer;

  @Inject
  @NamedVerifier("other")
  SignatureVerifier otherVerifier;

  @Inject
  @NamedSigner("partner")
  SignatureSigner otherSigner;

  @Inject ReplayStore store;

  @Inject
  @NamedStore("side")
  ReplayStore sideStore;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

  SignatureSigner signer() {
    return signer;
  }

  /** What the verifiers say of both signers' messages, each sent twice. */
  public String signatures() {
    return String.join(
        "; ",
        twice(signer, verifier),
        twice(otherSigner, otherVerifier),
        judged(otherVerifier, signed(signer)));
  }

  /** What the stores say of one nonce: they do not know each other's. */
  public String nonces() {
    KeyId key = KeyId.of("early");
    String nonce = UUID.randomUUID().toString();
    Instant expires = Instant.now().plusSeconds(60);
    return store.accept(key, nonce, expires)
        + " "
        + sideStore.accept(key, nonce, expires)
        + " "
        + store.accept(key, nonce, expires);
  }

  private static String twice(SignatureSigner signer, SignatureVerifier verifier) {
    Request message = signed(signer);
    return judged(verifier, message) + ", " + judged(verifier, message);
  }

  private static String judged(SignatureVerifier verifier, Request message) {
    Verification found = verifier.verify(message);
    return found instanceof Verified verified
        ? verified.signer().owner()
        : ((Rejected) found).code();
  }

  private static Request signed(SignatureSigner signer) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    List<Field> fields = new ArrayList<>(List.of(new Field("Content-Type", "application/json")));
    Request bare = new Request("POST", "https://api.example/orders", fields, body);
    fields.addAll(signer.sign(bare));
    return new Request(bare.method(), bare.target(), fields, body);
  }
}
