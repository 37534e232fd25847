package dev.surety.signature.internal;

import dev.surety.core.LimitedLog;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyLimits;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;

/**
 * Steps 7 and 9: which key a signature names, and whether it counts still; whatever fails refuses.
 */
final class TrustedKeys {

  private static final LimitedLog RESOLVER_FAILED =
      new LimitedLog(
          System.getLogger(TrustedKeys.class.getName()),
          Level.WARNING,
          "a KeyResolver failed, which refuses the message");

  private static final LimitedLog REVOCATION_FAILED =
      new LimitedLog(
          System.getLogger(TrustedKeys.class.getName()),
          Level.WARNING,
          "a RevocationSource failed, which refuses the message");

  private final KeyResolver resolver;
  private final RevocationSource revocations;

  TrustedKeys(KeyResolver resolver, RevocationSource revocations) {
    this.resolver = resolver;
    this.revocations = revocations;
  }

  /** Step 7. */
  VerificationKey find(String keyId, HttpMessage message) throws Rejection {
    Resolution resolution = resolve(keyId, message);
    if (resolution instanceof Found found) {
      return found.key();
    }
    if (resolution instanceof Unknown) {
      throw new Rejection(Code.KEY_UNKNOWN);
    }
    throw new Rejection(
        resolution instanceof Unavailable ? Code.JWKS_UNAVAILABLE : Code.JWKS_UNTRUSTED);
  }

  /** Step 9. */
  void checkRevocation(VerificationKey key) throws Rejection {
    switch (status(key)) {
      case NOT_REVOKED -> {}
      case REVOKED -> throw new Rejection(Code.KEY_REVOKED);
      case STALE -> throw new Rejection(Code.REVOCATION_STALE);
    }
  }

  private Resolution resolve(String keyId, HttpMessage message) {
    if (!KeyLimits.isSignableId(keyId)) {
      return new Unknown();
    }
    try {
      return resolver.resolve(keyId, message);
    } catch (RuntimeException e) {
      RESOLVER_FAILED.log(e);
      return new Unavailable();
    }
  }

  private Status status(VerificationKey key) {
    try {
      return revocations.statusOf(key);
    } catch (RuntimeException e) {
      REVOCATION_FAILED.log(e);
      return Status.STALE;
    }
  }
}
