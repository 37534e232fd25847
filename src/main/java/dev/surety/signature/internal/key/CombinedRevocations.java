package dev.surety.signature.internal.key;

import dev.surety.signature.RevocationSource;
import dev.surety.signature.VerificationKey;
import java.util.List;

/**
 * Several sources as one: revoked if any says so, else stale if any is.
 *
 * @param sources none of them means that nothing is revoked
 */
public record CombinedRevocations(List<RevocationSource> sources) implements RevocationSource {

  public CombinedRevocations {
    sources = List.copyOf(sources);
  }

  @Override
  public Status statusOf(VerificationKey key) {
    List<Status> all = sources.stream().map(source -> source.statusOf(key)).toList();
    if (all.contains(Status.REVOKED)) {
      return Status.REVOKED;
    }
    return all.contains(Status.STALE) ? Status.STALE : Status.NOT_REVOKED;
  }
}
