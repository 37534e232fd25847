package dev.surety.keys.internal;

import dev.surety.core.Fault;
import dev.surety.core.Flush;
import dev.surety.core.OwnTransactions;
import dev.surety.keys.ContentionException;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import dev.surety.keys.internal.Command.Activate;
import dev.surety.keys.internal.Command.Audit;
import dev.surety.keys.internal.Command.Bringing;
import dev.surety.keys.internal.Command.Change;
import dev.surety.keys.internal.Command.Describe;
import dev.surety.keys.internal.Command.Destroy;
import dev.surety.keys.internal.Command.Load;
import dev.surety.keys.internal.Command.Outdated;
import dev.surety.keys.internal.Command.Prepare;
import dev.surety.keys.internal.Command.Retire;
import dev.surety.keys.internal.Command.Rewrap;
import dev.surety.keys.internal.Command.Rotate;
import dev.surety.keys.internal.Command.Seed;
import dev.surety.keys.internal.KeyStatements.Stored;
import dev.surety.keys.internal.Ruling.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands: each change in a transaction by itself, reads in one for all that wait.
 *
 * <p>A change locks its ring's row, so that changes of one ring follow each other and each decides
 * on what the one before it has left. The unique index is what holds one active key per ring even
 * where somebody writes without that lock. Whether a change brings the bytes that are stored is
 * seen within its transaction, which may then wait for an application's bean. A lost race,
 * whichever way it shows, is a {@link ContentionException}, and nothing is changed.
 */
final class KeyStore implements Flush<Command, Object> {

  /** The ring was made for another use. */
  record WrongUse(KeyUse actual) {}

  private final KeyStatements statements;
  private final OwnTransactions transactions;
  private final Vault vault;
  private final KeyDescriptions descriptions;

  KeyStore(
      KeyStatements statements,
      OwnTransactions transactions,
      Vault vault,
      KeyDescriptions descriptions) {
    this.statements = statements;
    this.transactions = transactions;
    this.vault = vault;
    this.descriptions = descriptions;
  }

  @Override
  public List<Object> apply(List<Command> commands) {
    return commands.get(0) instanceof Change change ? List.of(change(change)) : read(commands);
  }

  @Override
  public Function<Command, Object> grouping(List<Command> batch) {
    return command -> command instanceof Change ? new Object() : "";
  }

  private Object change(Change change) {
    try {
      return transactions.run(() -> decide(change));
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.CONTENTION || Fault.isDuplicate(e)) {
        throw lostRace(e);
      }
      throw e;
    }
  }

  private Object decide(Change change) {
    Ring ring = change.ring();
    if (!statements.lock(ring) && (change instanceof Seed || change instanceof Prepare)) {
      statements.make(ring);
      statements.lock(ring);
    }
    RingState state = statements.ring(ring, change.kid());
    if (state.use() != null && state.use() != ring.use()) {
      return new WrongUse(state.use());
    }
    if (change instanceof Rewrap rewrap) {
      return rewrap(rewrap);
    }
    Ruling ruling = rule(change, state);
    ruling.steps().forEach(step -> checkReadable(change, step, state));
    ruling.steps().forEach(step -> write(change, step));
    return ruling.answer();
  }

  /** An instance with a wrong key-encryption key takes no ring over, and activates nothing. */
  private void checkReadable(Change change, Step step, RingState state) {
    boolean stepsDown = step.from() == KeyState.ACTIVE && !change.force();
    boolean stepsUp = step.from() == KeyState.PREPARED && step.to() == KeyState.ACTIVE;
    if (stepsDown || stepsUp) {
      state.find(step.kid()).ifPresent(key -> vault.checkReadable(change.ring(), key));
    }
  }

  private Ruling rule(Change change, RingState ring) {
    if (change instanceof Bringing bringing) {
      Predicate<StoredKey> same = key -> vault.holds(change.ring(), key, bringing.secret());
      return change instanceof Rotate rotate
          ? Rulings.rotate(rotate, ring, same)
          : change instanceof Seed
              ? Rulings.seed(change.kid(), ring, same)
              : Rulings.prepare(change.kid(), ring, same);
    }
    return change instanceof Activate activate
        ? Rulings.activate(activate, ring)
        : change instanceof Retire
            ? Rulings.retire(change.kid(), ring)
            : Rulings.destroy(((Destroy) change).kid(), ring);
  }

  private void write(Change change, Step step) {
    KeyState from = step.from();
    if (from == null) {
      statements.insert(change.ring(), step, ((Bringing) change).sealed());
    } else if (!statements.move(change.ring(), step, from)) {
      throw lostRace(null);
    }
    statements.note(change, step.kid(), from, step.to());
  }

  private Long rewrap(Rewrap rewrap) {
    List<Stored> outdated = statements.outdated(rewrap.ring(), vault.currentId());
    for (Stored one : outdated) {
      Sealed renewed = vault.reseal(rewrap.ring(), one.kid(), one.sealed());
      if (!statements.rewrap(rewrap.ring(), one.kid(), one.sealed(), renewed)) {
        throw lostRace(null);
      }
      statements.note(rewrap, one.kid(), one.state(), one.state());
    }
    return (long) outdated.size();
  }

  /** Decrypts after the transaction, so that no connection waits for a bean's answer. */
  private List<Object> read(List<Command> commands) {
    long readAt = System.nanoTime();
    List<Object> found = transactions.run(() -> find(commands));
    List<Object> answers = new ArrayList<>(commands.size());
    Map<Ring, RingView> views = new HashMap<>();
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      Object one = found.get(i);
      if (command instanceof Load load) {
        answers.add(
            views.computeIfAbsent(
                load.ring(), ring -> RingView.of(ring, (RingState) one, readAt, vault)));
      } else if (command instanceof Describe describe) {
        answers.add(described(describe.ring(), (RingState) one));
      } else {
        answers.add(one);
      }
    }
    return answers;
  }

  private Object described(Ring ring, RingState state) {
    KeyUse use = state.use();
    return use == null || use == ring.use() ? descriptions.of(ring, state) : new WrongUse(use);
  }

  private List<Object> find(List<Command> commands) {
    Map<Ring, RingState> loaded = new HashMap<>();
    List<Object> found = new ArrayList<>(commands.size());
    for (Command command : commands) {
      if (command instanceof Load load) {
        found.add(loaded.computeIfAbsent(load.ring(), ring -> statements.ring(ring, "")));
      } else if (command instanceof Describe describe) {
        found.add(statements.ring(describe.ring(), describe.kid()));
      } else if (command instanceof Audit audit) {
        found.add(audit(audit.ring()));
      } else {
        found.add(statements.outdated(((Outdated) command).encryptionKey()));
      }
    }
    return found;
  }

  private Object audit(Ring ring) {
    KeyUse use = statements.use(ring);
    return use == null || use == ring.use() ? statements.audit(ring) : new WrongUse(use);
  }

  private static ContentionException lostRace(@Nullable RuntimeException cause) {
    return new ContentionException(
        "others changed the ring at the same time; nothing was changed, try again", cause);
  }
}
