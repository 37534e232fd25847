package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys for other signers, as the cache holds them. */
final class StoredMacKeys implements MacKeys {

  private final RingCache cache;
  private final InstantSource clock;

  StoredMacKeys(RingCache cache, InstantSource clock) {
    this.cache = cache;
    this.clock = clock;
  }

  @Override
  public List<MacKey> signing(Ring ring) {
    RingView view = cache.withActive(lent(ring));
    CachedKey active = view.active();
    if (active == null) {
      throw RingMisuse.unseeded(ring);
    }
    // A view has the newest first; forced rotations may let an older one's grace end last.
    Stream<CachedKey> inGrace =
        view.keys().stream().filter(key -> key.state() == KeyState.GRACE && !key.isOver(clock));
    return Stream.concat(Stream.of(active), inGrace).<MacKey>map(Lent::new).toList();
  }

  @Override
  public List<MacKey> verifying(Ring ring) {
    RingView view = cache.withActive(lent(ring));
    if (view.isEmpty()) {
      throw RingMisuse.unseeded(ring);
    }
    return view.keys().stream().filter(key -> !key.isOver(clock)).<MacKey>map(Lent::new).toList();
  }

  @Override
  public Optional<MacKey> verifying(Ring ring, String kid) {
    Ring known = lent(ring);
    if (!Kids.isKid(kid, kid.length())) {
      return Optional.empty();
    }
    CachedKey key = cache.find(known, kid);
    return key == null || key.isOver(clock) ? Optional.empty() : Optional.of(new Lent(key));
  }

  private static Ring lent(Ring ring) {
    if (ring.use() == KeyUse.TOKEN) {
      throw new IllegalArgumentException(
          "ring " + ring.name() + " is for tokens; its keys are not lent");
    }
    return ring;
  }

  private record Lent(CachedKey key) implements MacKey {

    @Override
    public String kid() {
      return key.kid();
    }

    @Override
    public int length() {
      return key.plain().length();
    }

    @Override
    public byte[] mac(byte[] message) {
      return key.plain().mac(message);
    }

    @Override
    public boolean matches(byte[] message, byte[] mac) {
      boolean isEqual = MessageDigest.isEqual(mac(message), mac);
      if (isEqual) {
        key.markVerified();
      }
      return isEqual;
    }
  }
}
