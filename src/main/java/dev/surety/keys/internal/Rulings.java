package dev.surety.keys.internal;

import static dev.surety.keys.KeyState.ACTIVE;
import static dev.surety.keys.KeyState.DESTROYED;
import static dev.surety.keys.KeyState.GRACE;
import static dev.surety.keys.KeyState.PREPARED;
import static dev.surety.keys.KeyState.RETIRED;

import dev.surety.core.Micros;
import dev.surety.keys.Destruction;
import dev.surety.keys.KeyState;
import dev.surety.keys.Preparation;
import dev.surety.keys.Retirement;
import dev.surety.keys.Rotation;
import dev.surety.keys.Rotation.Noop;
import dev.surety.keys.Rotation.Reason;
import dev.surety.keys.Rotation.RotationConflict;
import dev.surety.keys.Seeding;
import dev.surety.keys.internal.Ruling.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What each change means for a ring, whose row is locked so that it stays as it was read.
 *
 * <p>An answer that changes nothing comes before one that does, so that a repeated call is safe. No
 * I/O.
 */
final class Rulings {

  private Rulings() {}

  /**
   * @param same whether a stored key has the bytes that the caller brought
   */
  static Ruling seed(String kid, RingState ring, Predicate<StoredKey> same) {
    Optional<StoredKey> known = ring.find(kid);
    Optional<StoredKey> active = ring.active();
    if (known.isPresent() && known.get().state() == DESTROYED) {
      return Ruling.unchanged(new Seeding.SeedConflict(kid));
    }
    if (active.isPresent()) {
      String activeKid = active.get().kid();
      return Ruling.unchanged(
          activeKid.equals(kid)
              ? new Seeding.AlreadySeeded(same.test(active.get()))
              : new Seeding.OtherKidActive(activeKid));
    }
    if (known.isEmpty()) {
      return Ruling.of(new Seeding.Seeded(kid), Step.first(kid, ACTIVE));
    }
    return known.get().state() == PREPARED && same.test(known.get())
        ? Ruling.of(new Seeding.Seeded(kid), Step.of(known.get(), ACTIVE))
        : Ruling.unchanged(new Seeding.SeedConflict(kid));
  }

  static Ruling prepare(String kid, RingState ring, Predicate<StoredKey> same) {
    Optional<StoredKey> known = ring.find(kid);
    if (known.isEmpty()) {
      return Ruling.of(new Preparation.Prepared(kid), Step.first(kid, PREPARED));
    }
    KeyState state = known.get().stateAt(ring.now());
    return Ruling.unchanged(
        state == PREPARED
            ? new Preparation.AlreadyPrepared(same.test(known.get()))
            : new Preparation.PreparationConflict(state));
  }

  static Ruling rotate(Command.Rotate asked, RingState ring, Predicate<StoredKey> same) {
    if (ring.active().isEmpty()) {
      return Ruling.unchanged(Ruling.Unseeded.RING);
    }
    Optional<StoredKey> known = ring.find(asked.kid());
    if (known.isPresent()) {
      StoredKey key = known.get();
      if (isInUse(key) && !same.test(key)) {
        return conflict(Reason.OTHER_SECRET);
      }
      Ruling settled = settled(key);
      if (settled != null) {
        return settled;
      }
    }
    Step step = known.map(k -> Step.of(k, ACTIVE)).orElse(Step.first(asked.kid(), ACTIVE));
    return promote(step, asked.grace(), asked.force(), ring);
  }

  static Ruling activate(Command.Activate asked, RingState ring) {
    Optional<StoredKey> known = ring.find(asked.kid());
    if (known.isEmpty()) {
      return conflict(Reason.UNKNOWN_KID);
    }
    Ruling settled = settled(known.get());
    return settled != null
        ? settled
        : promote(Step.of(known.get(), ACTIVE), asked.grace(), asked.force(), ring);
  }

  static Ruling retire(String kid, RingState ring) {
    Optional<StoredKey> known = ring.find(kid);
    if (known.isEmpty()) {
      return Ruling.unchanged(new Retirement.NoSuchKid(kid));
    }
    KeyState state = known.get().stateAt(ring.now());
    return switch (state) {
      case ACTIVE -> Ruling.unchanged(new Retirement.StillActive(kid));
      case RETIRED, DESTROYED -> Ruling.unchanged(new Retirement.AlreadyRetired(state));
      case PREPARED, GRACE -> Ruling.of(new Retirement.Retired(kid), Step.of(known.get(), RETIRED));
    };
  }

  static Ruling destroy(String kid, RingState ring) {
    Optional<StoredKey> known = ring.find(kid);
    if (known.isEmpty()) {
      return Ruling.unchanged(new Destruction.NoSuchKid(kid));
    }
    KeyState state = known.get().stateAt(ring.now());
    return switch (state) {
      case ACTIVE, GRACE -> Ruling.unchanged(new Destruction.InUse(state));
      case DESTROYED -> Ruling.unchanged(new Destruction.AlreadyDestroyed(kid));
      case PREPARED, RETIRED ->
          Ruling.of(new Destruction.Destroyed(kid), Step.of(known.get(), DESTROYED));
    };
  }

  private static boolean isInUse(StoredKey key) {
    return key.state() == ACTIVE || key.state() == PREPARED;
  }

  /** The answer about a key that is active already or cannot become so; else {@code null}. */
  private static @Nullable Ruling settled(StoredKey key) {
    return switch (key.state()) {
      case ACTIVE -> Ruling.unchanged(new Noop(key.kid()));
      case GRACE, RETIRED -> conflict(Reason.NO_LONGER_ACTIVE);
      case DESTROYED -> conflict(Reason.DESTROYED);
      case PREPARED -> null;
    };
  }

  private static Ruling conflict(Reason reason) {
    return Ruling.unchanged(new RotationConflict(reason));
  }

  /** The previous key steps down first: the index allows one active key at any time. */
  private static Ruling promote(Step toActive, Duration grace, boolean force, RingState ring) {
    Optional<Long> running = ring.graceUntil();
    if (running.isPresent() && !force) {
      Instant until = Micros.instant(running.get());
      return Ruling.unchanged(new Rotation.InGrace(until));
    }
    List<Step> steps = new ArrayList<>();
    ring.ended().forEach(key -> steps.add(Step.of(key, RETIRED)));
    ring.active().ifPresent(previous -> steps.add(stepDown(previous, grace, ring.now())));
    steps.add(toActive);
    int retired = (int) steps.stream().filter(step -> step.to() == RETIRED).count();
    String previousKid = ring.active().map(StoredKey::kid).orElse("");
    return new Ruling(new Rotation.Rotated(previousKid, toActive.kid(), retired), steps);
  }

  private static Step stepDown(StoredKey previous, Duration grace, long now) {
    return grace.isZero()
        ? Step.of(previous, RETIRED)
        : new Step(previous.kid(), ACTIVE, GRACE, now + Micros.of(grace));
  }
}
