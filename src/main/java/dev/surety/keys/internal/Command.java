package dev.surety.keys.internal;

import dev.surety.keys.KeyChange.Operation;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import java.time.Duration;

/** What is asked of the database. */
sealed interface Command {

  /** The ring as the cache keeps it: a {@link RingView}. */
  record Load(Ring ring) implements Command {}

  /**
   * What may be known of a ring's keys, as a list.
   *
   * @param kid one that is among them, however many there are; empty for none in particular
   */
  record Describe(Ring ring, String kid) implements Command {}

  /** A ring's audit, as a list. */
  record Audit(Ring ring) implements Command {}

  /** The rings with secrets that are not under that key-encryption key, as a list. */
  record Outdated(String encryptionKey) implements Command {}

  /** What changes one ring, in a transaction by itself. */
  sealed interface Change extends Command {

    Ring ring();

    String who();

    Operation operation();

    /** The key that it is about; empty where it is about the ring. */
    String kid();

    /** Whether what speaks against it shall not count. */
    default boolean force() {
      return false;
    }
  }

  /** A change that brings a secret. */
  sealed interface Bringing extends Change {

    Secret secret();

    Sealed sealed();
  }

  record Seed(Ring ring, String who, String kid, Secret secret, Sealed sealed) implements Bringing {
    @Override
    public Operation operation() {
      return Operation.SEED;
    }
  }

  record Prepare(Ring ring, String who, String kid, Secret secret, Sealed sealed)
      implements Bringing {
    @Override
    public Operation operation() {
      return Operation.PREPARE;
    }
  }

  record Rotate(
      Ring ring,
      String who,
      String kid,
      Secret secret,
      Sealed sealed,
      Duration grace,
      boolean force)
      implements Bringing {
    @Override
    public Operation operation() {
      return Operation.ROTATE;
    }
  }

  record Activate(Ring ring, String who, String kid, Duration grace, boolean force)
      implements Change {
    @Override
    public Operation operation() {
      return Operation.ACTIVATE;
    }
  }

  record Retire(Ring ring, String who, String kid) implements Change {
    @Override
    public Operation operation() {
      return Operation.RETIRE;
    }
  }

  record Destroy(Ring ring, String who, String kid) implements Change {
    @Override
    public Operation operation() {
      return Operation.DESTROY;
    }
  }

  /** Answered by how many were encrypted anew. */
  record Rewrap(Ring ring, String who) implements Change {
    @Override
    public Operation operation() {
      return Operation.REWRAP;
    }

    @Override
    public String kid() {
      return "";
    }
  }
}
