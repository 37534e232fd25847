package dev.surety.keys.internal;

import dev.surety.core.LimitedLog;
import dev.surety.keys.Destruction;
import dev.surety.keys.KeyChange;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Preparation;
import dev.surety.keys.Retirement;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.Secret;
import dev.surety.keys.Seeding;
import dev.surety.keys.internal.Command.Activate;
import dev.surety.keys.internal.Command.Destroy;
import dev.surety.keys.internal.Command.Prepare;
import dev.surety.keys.internal.Command.Retire;
import dev.surety.keys.internal.Command.Rotate;
import dev.surety.keys.internal.Command.Seed;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rings on PostgreSQL, for one caller's name in the audit. */
final class StoredKeyRings implements KeyRings {

  private static final int GENERATED_BYTES = 32;
  private static final int LEAST_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final StoredKeys keys;
  private final Graces graces;
  private final Supplier<String> who;

  /**
   * @param who makes the changes, asked on the caller's thread
   */
  StoredKeyRings(StoredKeys keys, Graces graces, Supplier<String> who) {
    this.keys = keys;
    this.graces = graces;
    this.who = who;
  }

  @Override
  public Seeding seed(Ring ring, String kid, Secret secret) {
    Sealed sealed = sealed(ring, kid, secret);
    return keys.change(new Seed(ring, who.get(), kid, secret, sealed), Seeding.class);
  }

  @Override
  public Rotation rotate(Ring ring, String newKid, Secret secret, Duration grace, boolean force) {
    graces.check(grace, force);
    Sealed sealed = sealed(ring, newKid, secret);
    return keys.change(
        new Rotate(ring, who.get(), newKid, secret, sealed, grace, force), Rotation.class);
  }

  @Override
  public Rotation rotate(Ring ring, String newKid, Secret secret) {
    return rotate(ring, newKid, secret, graces.usual(), false);
  }

  @Override
  public Secret generate(Ring ring) {
    byte[] bytes = new byte[GENERATED_BYTES];
    random.nextBytes(bytes);
    try {
      return Secret.ofBytes(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public Preparation prepare(Ring ring, String kid, Secret secret) {
    Sealed sealed = sealed(ring, kid, secret);
    return keys.change(new Prepare(ring, who.get(), kid, secret, sealed), Preparation.class);
  }

  @Override
  public Rotation activate(Ring ring, String kid, Duration grace, boolean force) {
    graces.check(grace, force);
    return keys.change(
        new Activate(ring, who.get(), Kids.checked(kid), grace, force), Rotation.class);
  }

  @Override
  public Rotation activate(Ring ring, String kid) {
    return activate(ring, kid, graces.usual(), false);
  }

  @Override
  public Retirement retire(Ring ring, String kid) {
    return keys.change(new Retire(ring, who.get(), Kids.checked(kid)), Retirement.class);
  }

  @Override
  public Destruction destroy(Ring ring, String kid) {
    return keys.change(new Destroy(ring, who.get(), Kids.checked(kid)), Destruction.class);
  }

  @Override
  public Optional<KeyInfo> active(Ring ring) {
    return list(ring).stream().filter(key -> key.state() == KeyState.ACTIVE).findFirst();
  }

  @Override
  public Optional<KeyInfo> find(Ring ring, String kid) {
    return keys.describe(ring, Kids.checked(kid)).stream()
        .filter(key -> key.kid().equals(kid))
        .findFirst();
  }

  @Override
  public List<KeyInfo> list(Ring ring) {
    return keys.describe(ring, "");
  }

  @Override
  public List<KeyChange> audit(Ring ring) {
    return keys.audit(ring);
  }

  @Override
  public long rewrap() {
    return keys.rewrap(who.get());
  }

  @Override
  public long sweep() {
    return keys.sweep();
  }

  @Override
  public KeyRings as(String name) {
    if (name.isBlank() || !LimitedLog.clean(name).equals(name)) {
      throw new IllegalArgumentException(
          "who changes keys is named by 1 to 128 bytes of visible text");
    }
    return new StoredKeyRings(keys, graces, () -> name);
  }

  private Sealed sealed(Ring ring, String kid, Secret secret) {
    int least = ring.use() == KeyUse.WEBHOOK ? 0 : LEAST_BYTES;
    if (secret.length() < least) {
      throw new IllegalArgumentException(
          "a secret for "
              + ring.use()
              + " has at least "
              + least
              + " bytes, not "
              + secret.length());
    }
    return keys.seal(ring, Kids.checked(kid), secret);
  }
}
