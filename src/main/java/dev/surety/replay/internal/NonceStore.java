package dev.surety.replay.internal;

import dev.surety.core.Fault;
import dev.surety.core.Flush;
import dev.surety.core.OwnTransactions;
import dev.surety.replay.KeyId;
import dev.surety.replay.internal.Command.Accept;
import dev.surety.replay.internal.Command.Count;
import dev.surety.replay.internal.Command.Remember;
import dev.surety.replay.internal.Command.Seen;
import dev.surety.replay.internal.Grants.Unsettled;
import dev.surety.replay.internal.NonceStatements.Counted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides batches of commands in one transaction each, but for nonces that have permits: those go
 * in ahead of it by a single statement.
 *
 * <p>Counters are locked in ascending order and before anything is inserted, so two flushes never
 * wait for each other in a circle. No wait lasts longer than 50 ms; callers of a counter that is
 * locked for longer wait in the queue and hold up nobody else. A nonce whose caller gave up stays
 * accepted, as does one of whose commit nobody heard: what was FRESH once is so for nobody else.
 */
final class NonceStore implements Flush<Command, Object> {

  private final NonceStatements statements;
  private final OwnTransactions transactions;
  private final ReplaySettings settings;
  private final Grants grants;
  private final PermittedAccepts permitted;
  private final Consumer<List<KeyId>> newKeys;
  private final LockedKeys locked = new LockedKeys(System::nanoTime);

  /**
   * @param newKeys is told the key ids that a committed flush saw first
   */
  NonceStore(
      NonceStatements statements,
      OwnTransactions transactions,
      ReplaySettings settings,
      Grants grants,
      Consumer<List<KeyId>> newKeys) {
    this.statements = statements;
    this.transactions = transactions;
    this.settings = settings;
    this.grants = grants;
    this.permitted = new PermittedAccepts(statements, transactions, grants);
    this.newKeys = newKeys;
  }

  @Override
  public List<@Nullable Object> single(List<Command> commands) {
    if (!transactions.haveSingle()) {
      return List.of();
    }
    IdentityHashMap<Command, Object> fresh = permitted(of(Accept.class, commands));
    return commands.stream().<@Nullable Object>map(fresh::get).toList();
  }

  private IdentityHashMap<Command, Object> permitted(List<Accept> accepts) {
    try {
      return permitted.run(accepts);
    } catch (RuntimeException e) {
      // Of many only one met a lock: they are tried singly, and that one waits.
      if (accepts.size() == 1 && Fault.of(e) == Fault.CONTENTION) {
        throw new Busy("a nonce is being accepted by another transaction; try again");
      }
      throw e;
    }
  }

  @Override
  public void idle() {
    transactions.giveBack();
  }

  @Override
  public List<Object> apply(List<Command> commands) {
    List<KeyId> seenFirst = new ArrayList<>();
    try {
      List<Object> decided = run(commands, seenFirst);
      newKeys.accept(seenFirst);
      return decided;
    } catch (Busy e) {
      // One by one the keys would wait for the application's counter again and again.
      if (!isTotalLocked()) {
        locked.add(keys(commands));
      }
      throw e;
    }
  }

  private List<Object> run(List<Command> commands, List<KeyId> seenFirst) {
    AcceptFlush accepts = new AcceptFlush(statements, settings, grants);
    boolean committed = false;
    try {
      List<Object> decided = transactions.run(() -> decide(commands, accepts));
      committed = true;
      locked.remove(keys(commands));
      seenFirst.addAll(keyIds(of(Accept.class, commands), accepts.newKeys()));
      return decided;
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.CONTENTION) {
        throw new Busy("a key id's counter is locked; try again");
      }
      throw e;
    } finally {
      accepts.ended(committed);
    }
  }

  private static Set<String> keys(List<Command> commands) {
    return commands.stream().map(Command::keyHash).collect(Collectors.toSet());
  }

  private boolean isTotalLocked() {
    try {
      return !grants.totalHash().isEmpty()
          && transactions.run(() -> statements.isLocked(grants.totalHash()));
    } catch (RuntimeException unknown) {
      return false;
    }
  }

  /**
   * What may have been locked a moment ago, and has no permits, has a transaction by itself; and so
   * has what is rare.
   */
  @Override
  public Function<Command, Object> grouping(List<Command> batch) {
    return command ->
        command instanceof Remember
            ? command
            : locked.contains(command.keyHash()) && !grants.hasFree(command.keyHash())
                ? command.keyHash()
                : "";
  }

  private List<Object> decide(List<Command> commands, AcceptFlush flush) {
    IdentityHashMap<Command, Object> answers = new IdentityHashMap<>();
    answerSeen(of(Seen.class, commands), answers);
    answerCounts(of(Count.class, commands), answers);
    of(Remember.class, commands)
        .forEach(r -> answers.put(r, new RememberFlush(statements, settings).run(r)));
    List<Accept> accepts = of(Accept.class, commands);
    if (!accepts.isEmpty()) {
      answers.putAll(flush.run(accepts));
    }
    return commands.stream().map(answers::get).toList();
  }

  private void answerSeen(List<Seen> asked, IdentityHashMap<Command, Object> answers) {
    if (!asked.isEmpty()) {
      Set<Long> hashes = new HashSet<>();
      asked.forEach(seen -> hashes.add(seen.nonce().nonceHash()));
      Set<Long> remembered = statements.seen(hashes).keySet();
      asked.forEach(s -> answers.put(s, remembered.contains(s.nonce().nonceHash())));
    }
  }

  private void answerCounts(List<Count> asked, IdentityHashMap<Command, Object> answers) {
    if (!asked.isEmpty()) {
      Set<String> hashes = new HashSet<>(Set.of(statements.totalHash()));
      asked.forEach(count -> hashes.add(count.keyHash()));
      List<Unsettled> before = asked.stream().map(c -> grants.unsettled(c.keyHash())).toList();
      Map<String, Counted> counters = statements.counters(hashes);
      long all = counters.getOrDefault(statements.totalHash(), Counted.NOTHING).total();
      for (int i = 0; i < asked.size(); i++) {
        Unsettled unsettled = before.get(i);
        Count count = asked.get(i);
        Counted ofKey = counters.getOrDefault(count.keyHash(), Counted.NOTHING);
        boolean certain = unsettled.isSettledLike(grants.unsettled(count.keyHash()));
        answers.put(count, new Live(ofKey.live(unsettled.ends()), ofKey.total(), all, certain));
      }
    }
  }

  private static Set<KeyId> keyIds(List<Accept> accepts, Set<String> keyHashes) {
    return accepts.stream()
        .filter(accept -> keyHashes.contains(accept.keyHash()))
        .map(accept -> accept.nonce().keyId())
        .collect(Collectors.toSet());
  }

  private static <C extends Command> List<C> of(Class<C> kind, List<Command> commands) {
    return commands.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * How many nonces are live.
   *
   * @param ofKey of the key that was asked for, but for what other instances have not settled
   * @param counted of that key, with the permits that instances hold
   * @param all of the application, with such permits, where there is a global limit
   * @param certain whether nothing was settled while this was asked
   */
  record Live(long ofKey, long counted, long all, boolean certain) {

    boolean isFull(ReplaySettings settings) {
      return counted >= settings.cap() || (settings.globalCap() > 0 && all >= settings.globalCap());
    }
  }
}
