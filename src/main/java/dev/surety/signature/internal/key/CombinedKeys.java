package dev.surety.signature.internal.key;

import dev.surety.core.LimitedLog;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Several publishers' keys behind one resolver, in order of trust.
 *
 * <p>A key carries the issuer and owner of the publisher it came from, so an id that two publishers
 * use never lends one the other's name: the earlier publisher's key counts, and the log says so. A
 * later publisher can thus neither pass for an earlier one nor lock it out. What is held is asked
 * first; a set that has run out is fetched again for the ids that it had.
 */
public final class CombinedKeys implements KeyResolver {

  private final List<HeldKeys> publishers;
  private final LimitedLog ties =
      new LimitedLog(
          System.getLogger(CombinedKeys.class.getName()),
          Level.WARNING,
          "two publishers use one key id, the first one's key counts");

  public CombinedKeys(List<HeldKeys> publishers) {
    this.publishers = List.copyOf(publishers);
  }

  @Override
  public Resolution resolve(String keyId, HttpMessage message) {
    for (HeldKeys publisher : publishers) {
      Optional<VerificationKey> key = publisher.held(keyId);
      if (key.isPresent()) {
        return found(publisher, key.get());
      }
      if (publisher.knew(keyId) && publisher.resolve(keyId, message) instanceof Found renewed) {
        return found(publisher, renewed.key());
      }
    }
    return search(keyId, message);
  }

  private Found found(HeldKeys publisher, VerificationKey key) {
    List<String> issuers =
        publishers.stream()
            .filter(other -> other != publisher)
            .flatMap(other -> other.held(key.keyId()).stream())
            .map(VerificationKey::issuer)
            .toList();
    if (!issuers.isEmpty()) {
      ties.logAbout(issuers);
    }
    return new Found(key);
  }

  /** What went wrong anywhere is told before {@link Unknown}: the key may be there. */
  private Resolution search(String keyId, HttpMessage message) {
    Resolution outcome = new Unknown();
    for (HeldKeys publisher : publishers) {
      Resolution found = publisher.resolve(keyId, message);
      if (found instanceof Found) {
        return found;
      }
      if (outcome instanceof Unknown) {
        outcome = found;
      }
    }
    return outcome;
  }
}
