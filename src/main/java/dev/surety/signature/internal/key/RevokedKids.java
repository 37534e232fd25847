package dev.surety.signature.internal.key;

import dev.surety.signature.RevocationSource;
import dev.surety.signature.VerificationKey;
import java.util.Set;

/**
 * Keys of one issuer that the configuration revokes; never stale.
 *
 * @param kids the revoked ids; another issuer's equal id is another key
 */
public record RevokedKids(String issuer, Set<String> kids) implements RevocationSource {

  public RevokedKids {
    kids = Set.copyOf(kids);
  }

  @Override
  public Status statusOf(VerificationKey key) {
    return key.issuer().equals(issuer) && kids.contains(key.keyId())
        ? Status.REVOKED
        : Status.NOT_REVOKED;
  }
}
