package dev.surety.signature.internal.key;

import dev.surety.core.LimitedLog;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The keys that an HMAC ring lends, for {@code hmac-sha256} and nothing else.
 *
 * <p>The ring is asked with each message, so that rotations and retirements count within its cache
 * time. It answers from memory where it can, and waits for the database within the part's own bound
 * where it cannot. Thread-safe.
 */
public final class RingKeys implements HeldKeys {

  private final MacKeys macs;
  private final Ring ring;
  private final String issuer;
  private final String owner;
  private final LimitedLog failures;

  public RingKeys(MacKeys macs, Ring ring, String issuer, String owner) {
    this.macs = macs;
    this.ring = ring;
    this.issuer = issuer;
    this.owner = owner;
    this.failures =
        new LimitedLog(
            System.getLogger(RingKeys.class.getName()),
            Level.WARNING,
            "ring " + ring.name() + " verifies no signatures of HTTP messages");
  }

  @Override
  public Resolution answer(String keyId) {
    try {
      return macs.verifying(ring, keyId).<Resolution>map(this::found).orElseGet(Unknown::new);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // nobody has seeded it yet, or it was made for another use: there is no such key
      failures.log(e);
      return new Unknown();
    } catch (RuntimeException e) {
      failures.log(e);
      return new Unavailable();
    }
  }

  /** Nobody waits for a ring only to learn that an id is used twice. */
  @Override
  public Optional<VerificationKey> held(String keyId) {
    return Optional.empty();
  }

  @Override
  public boolean knew(String keyId) {
    return false;
  }

  @Override
  public boolean reads() {
    return true;
  }

  @Override
  public boolean canSeek() {
    return false;
  }

  @Override
  public CompletableFuture<Void> seek(String keyId) {
    return CompletableFuture.completedFuture(null);
  }

  private Found found(MacKey lent) {
    // fails here where the secret cannot be decrypted: that is not the signer's fault
    int unused = lent.length();
    return new Found(
        VerificationKey.of(
            issuer,
            owner,
            lent.kid(),
            new RingSecret(lent),
            Set.of(SignatureAlgorithm.HMAC_SHA256)));
  }
}
