package dev.surety.signature.internal.key;

import dev.surety.signature.RevocationSource;
import dev.surety.signature.VerificationKey;
import java.util.Set;

/**
 * Key ids that the configuration revokes, whoever issued them; never stale.
 *
 * @param kids the revoked ids
 */
public record RevokedKids(Set<String> kids) implements RevocationSource {

  public RevokedKids {
    kids = Set.copyOf(kids);
  }

  @Override
  public Status statusOf(VerificationKey key) {
    return kids.contains(key.keyId()) ? Status.REVOKED : Status.NOT_REVOKED;
  }
}
