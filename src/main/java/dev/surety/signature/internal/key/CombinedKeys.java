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
 * first, so that a publisher that answers slowly keeps no other waiting.
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
    List<VerificationKey> held =
        publishers.stream().map(each -> each.held(keyId)).flatMap(Optional::stream).toList();
    if (held.size() > 1) {
      ties.logAbout(held.stream().map(VerificationKey::issuer).toList());
    }
    return held.isEmpty() ? search(keyId, message) : new Found(held.get(0));
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
