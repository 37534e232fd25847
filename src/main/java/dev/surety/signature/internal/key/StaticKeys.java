package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.VerificationKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A set of keys that never changes while the application runs; immutable. */
public final class StaticKeys implements HeldKeys {

  private final Map<String, VerificationKey> keys;

  /**
   * @param keys each with an id of its own
   */
  public StaticKeys(List<VerificationKey> keys) {
    this.keys =
        keys.stream().collect(Collectors.toMap(VerificationKey::keyId, Function.identity()));
  }

  /**
   * Reads a JWK Set, which may hold keys for HMAC.
   *
   * @param location {@code classpath:} and a resource, {@code file:} and a path, a path, or the set
   *     itself
   * @throws SuretyException if there is no set, or none that may be used
   */
  public static StaticKeys of(String location, String issuer, String owner) {
    String name = Location.named(location);
    Jwks.Result result =
        Jwks.parseWithSecrets(Location.read(location, Jwks.MOST_BYTES), issuer, owner);
    if (result instanceof Jwks.Keys set) {
      if (set.keys().isEmpty()) {
        throw new SuretyException("the JWK Set of " + name + " holds no key");
      }
      return new StaticKeys(set.keys());
    }
    String reason = ((Jwks.Untrusted) result).reason();
    throw new SuretyException("the JWK Set of " + name + " cannot be used: " + reason);
  }

  @Override
  public CompletableFuture<Void> seek(String keyId) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean canSeek() {
    return false;
  }

  @Override
  public Resolution answer(String keyId) {
    return held(keyId).<Resolution>map(Found::new).orElseGet(Unknown::new);
  }

  @Override
  public boolean knew(String keyId) {
    return keys.containsKey(keyId);
  }

  @Override
  public Optional<VerificationKey> held(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }
}
