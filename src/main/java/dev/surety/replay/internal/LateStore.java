package dev.surety.replay.internal;

import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
import java.time.Instant;
import java.util.function.Supplier;

/** A named store that may be injected before Surety has started; looked up with each call. */
final class LateStore implements ReplayStore {

  private final Supplier<ReplayStore> store;

  LateStore(Supplier<ReplayStore> store) {
    this.store = store;
  }

  @Override
  public Expiries expiries() {
    return store.get().expiries();
  }

  @Override
  public Acceptance accept(KeyId keyId, String nonce, Instant expiresAt) {
    return store.get().accept(keyId, nonce, expiresAt);
  }

  @Override
  public boolean atCapacity(KeyId keyId) {
    return store.get().atCapacity(keyId);
  }

  @Override
  public boolean seen(KeyId keyId, String nonce) {
    return store.get().seen(keyId, nonce);
  }

  @Override
  public boolean remember(KeyId keyId, String nonce, Instant expiresAt) {
    return store.get().remember(keyId, nonce, expiresAt);
  }

  @Override
  public long liveCount(KeyId keyId) {
    return store.get().liveCount(keyId);
  }

  @Override
  public long sweep() {
    return store.get().sweep();
  }
}
