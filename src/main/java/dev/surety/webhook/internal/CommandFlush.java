package dev.surety.webhook.internal;

import dev.surety.core.Fault;
import dev.surety.core.Flush;
import dev.surety.core.OwnTransactions;
import dev.surety.webhook.internal.Command.Send;
import dev.surety.webhook.internal.Enqueuing.Result;
import dev.surety.webhook.internal.Queueing.Done;
import dev.surety.webhook.internal.send.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides what callers without a transaction ask: lone messages of many together. */
final class CommandFlush implements Flush<Command, Object> {

  private final OwnTransactions transactions;
  private final Queueing queueing;
  private final Consumer<Map<Lane, Long>> committed;

  /**
   * @param committed is told in which lanes something is due
   */
  CommandFlush(
      OwnTransactions transactions, Queueing queueing, Consumer<Map<Lane, Long>> committed) {
    this.transactions = transactions;
    this.queueing = queueing;
    this.committed = committed;
  }

  /**
   * Several messages of one caller hold together: by themselves. A sequence may be locked: all that
   * go to it wait for that once.
   */
  @Override
  public Function<Command, Object> grouping(List<Command> batch) {
    return command -> isLone(command) ? Objects.requireNonNullElse(sequence(command), "") : command;
  }

  @Override
  public List<Object> apply(List<Command> commands) {
    List<Object> answers = new ArrayList<>();
    Map<Lane, Long> lanes = new HashMap<>();
    if (isLone(commands.get(0))) {
      List<Draft> drafts = commands.stream().map(one -> ((Send) one).drafts().get(0)).toList();
      Done done = run(new Send(drafts), false);
      for (Object result : (List<?>) done.answer()) {
        answers.add(List.of((Result) result));
      }
      lanes.putAll(done.lanes());
    } else {
      Done done = run(commands.get(0), true);
      answers.add(done.answer());
      lanes.putAll(done.lanes());
    }
    committed.accept(lanes);
    return answers;
  }

  /** What meets a lock by itself waits in the queue, as long as its caller does. */
  private Done run(Command command, boolean together) {
    try {
      return transactions.run(() -> queueing.run(command, together));
    } catch (RuntimeException e) {
      boolean alone = together || ((Send) command).drafts().size() == 1;
      if (Fault.of(e) == Fault.CONTENTION && alone) {
        throw new Busy("another transaction has locked the sequence, key or delivery");
      }
      throw e;
    }
  }

  private static boolean isLone(Command command) {
    return command instanceof Send send && send.drafts().size() == 1;
  }

  private static @Nullable UUID sequence(Command send) {
    return ((Send) send).drafts().get(0).sequence();
  }
}
