package dev.surety.webhook.internal.send;

import dev.surety.SuretyException;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SigningKey;
import dev.surety.webhook.Endpoint.Signature;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Builds and signs the header of each attempt.
 *
 * <p>All signatures of one attempt are of one second and over the same bytes. Thread-safe; time is
 * the database's.
 */
public final class SignedRequests implements Requests {

  private final WireSettings settings;
  private final Signing.Keys keys;
  private final InstantSource clock;

  /**
   * @param ed25519 what signs {@code v1a} beside the configured keys; Ed25519 only
   * @param signers finds a signer of the signature part by its name
   * @param clock the database's
   */
  public SignedRequests(
      WireSettings settings,
      MacKeys macs,
      List<SigningKey> ed25519,
      Function<String, SignatureSigner> signers,
      InstantSource clock) {
    List<SigningKey> all =
        Stream.concat(settings.ed25519Keys().stream().map(StandardKey::key), ed25519.stream())
            .toList();
    if (!all.stream().allMatch(key -> key.algorithm() == SignatureAlgorithm.ED25519)) {
      throw new SuretyException(
          "the bean of "
              + WireSettings.ED25519_SIGNER.key()
              + " = '"
              + settings.ed25519Signer()
              + "' is no Ed25519 key, which standard-ed25519 needs");
    }
    this.settings = settings;
    this.keys = new Signing.Keys(macs, all, signers, settings.signer());
    this.clock = clock;
  }

  @Override
  public Prepared prepare(Job job) {
    Job.Receiver receiver = job.receiver();
    String own = receiver == null ? null : receiver.ring();
    Set<Signature> signatures = receiver == null ? settings.signatures() : signatures(receiver);
    Ring ring = own == null ? settings.ring() : Ring.webhook(own);
    return new Signing(keys, signatures, ring, clock).sign(job.message(), RequestFields.of(job));
  }

  /**
   * Checks at start what messages without an endpoint of their own will need. A ring without keys
   * is fine: it may be seeded later.
   *
   * @throws SuretyException naming the setting without which they cannot be signed
   */
  public void check() {
    check(settings.signatures());
    if (settings.signatures().contains(Signature.STANDARD)
        || settings.signatures().contains(Signature.LEGACY)) {
      checkUse();
    }
  }

  /**
   * Checks what an endpoint asks for.
   *
   * @throws SuretyException naming the setting without which it cannot be signed
   */
  public void check(Set<Signature> signatures) {
    if (signatures.contains(Signature.STANDARD_ED25519) && keys.ed25519().isEmpty()) {
      throw new SuretyException(
          "signatures of the kind standard-ed25519 need a private key; set "
              + WireSettings.ED25519_KEYS.key()
              + " or "
              + WireSettings.ED25519_SIGNER.key());
    }
    if (signatures.contains(Signature.RFC9421)) {
      checkSigner();
    }
  }

  /** A signer is known to have a key only once it has signed. */
  private void checkSigner() {
    List<Field> fields = List.of(new Field("Content-Type", "application/json"));
    HttpMessage.Request trial =
        new HttpMessage.Request(
            "POST", "https://example.com/", fields, List.of(), new byte[] {'{', '}'});
    try {
      List<Field> unused = keys.signers().apply(settings.signer()).sign(trial);
    } catch (RuntimeException e) {
      throw new SuretyException(
          "signatures of the kind rfc9421 cannot be made; "
              + WireSettings.SIGNER.key()
              + " is '"
              + settings.signer()
              + "': "
              + e.getMessage(),
          e);
    }
  }

  private void checkUse() {
    try {
      List<MacKey> unused = keys.macs().signing(settings.ring());
    } catch (IllegalArgumentException e) {
      throw new SuretyException(
          "setting " + WireSettings.RING.key() + " cannot be: " + e.getMessage(), e);
    } catch (IllegalStateException | SuretyException e) {
      // Not seeded yet, or not readable now: messages wait until it is.
      return;
    }
  }

  private Set<Signature> signatures(Job.Receiver receiver) {
    Set<Signature> own = EnumSet.noneOf(Signature.class);
    for (String name : receiver.signatures().split(",", -1)) {
      if (!name.isBlank()) {
        own.add(Signature.valueOf(name.strip()));
      }
    }
    return own.isEmpty() ? settings.signatures() : own;
  }
}
