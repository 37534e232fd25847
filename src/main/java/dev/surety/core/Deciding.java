package dev.surety.core;

import dev.surety.core.Transactions.NotCommittedException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one flusher took: group by group, and singly what fails together. Thread-safe as far
 * as the flush is.
 */
final class Deciding<I, O> {

  private static final LimitedLog UNDECIDED =
      new LimitedLog(
          System.getLogger(Deciding.class.getName()),
          Level.ERROR,
          "a batch was not decided because Surety failed");

  /**
   * An item in the queue; one whose answer is there already is not decided.
   *
   * @param ofCaller whether a caller waits, who is told at once when this closes
   */
  record Waiting<I, O>(I item, CompletableFuture<O> answer, boolean ofCaller) {}

  private final Flush<I, O> flush;
  private final Predicate<Waiting<I, O>> again;

  /**
   * @param again takes an item that met a lock, for another time, or refuses it
   */
  Deciding(Flush<I, O> flush, Predicate<Waiting<I, O>> again) {
    this.flush = flush;
    this.again = again;
  }

  /**
   * Hands every item its answer or its failure, or to {@code again}; never throws.
   *
   * @return how many items the largest group had
   */
  int decideAll(List<Waiting<I, O>> batch) {
    try {
      return decideGroups(batch);
    } catch (Throwable e) {
      UNDECIDED.log(e);
      batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
      return 0;
    }
  }

  private int decideGroups(List<Waiting<I, O>> batch) {
    Function<I, Object> grouping = flush.grouping(batch.stream().map(Waiting::item).toList());
    Collection<ArrayList<Waiting<I, O>>> groups =
        batch.stream()
            .collect(
                Collectors.groupingBy(
                    waiting -> grouping.apply(waiting.item()),
                    LinkedHashMap::new,
                    Collectors.toCollection(ArrayList::new)))
            .values();
    int largest = groups.stream().mapToInt(List::size).max().orElse(0);
    groups.forEach(this::decide);
    return largest;
  }

  private void decide(List<Waiting<I, O>> group) {
    group.removeIf(waiting -> waiting.answer().isDone());
    if (group.isEmpty()) {
      return;
    }
    try {
      handAll(group, flush.single(items(group)));
      if (!group.isEmpty()) {
        handAll(group, flush.apply(items(group)));
      }
      if (!group.isEmpty()) {
        throw new IllegalStateException("the flush left items undecided");
      }
    } catch (Throwable failure) {
      failOrSplit(group, failure);
    }
  }

  private static <I, O> List<I> items(List<Waiting<I, O>> group) {
    return group.stream().map(Waiting::item).toList();
  }

  /** Whoever has no answer yet stays in the group. */
  private void handAll(List<Waiting<I, O>> group, List<? extends @Nullable O> answers) {
    Iterator<? extends @Nullable O> next = answers.iterator();
    group.removeIf(
        waiting -> {
          O answer = next.hasNext() ? next.next() : null;
          if (answer != null) {
            hand(waiting, answer);
          }
          return answer != null;
        });
  }

  private void failOrSplit(List<Waiting<I, O>> group, Throwable failure) {
    Fault fault = Fault.of(failure);
    if (failure instanceof Flush.Busy) {
      group.removeIf(again);
      group.forEach(waiting -> fail(waiting, fault, failure));
    } else if (group.size() > 1 && fault != Fault.UNAVAILABLE) {
      group.forEach(waiting -> decide(new ArrayList<>(List.of(waiting))));
    } else {
      group.forEach(waiting -> fail(waiting, fault, failure));
    }
  }

  private void fail(Waiting<I, O> waiting, Fault fault, Throwable failure) {
    if (failure instanceof NotCommittedException) {
      flush.doubtful(waiting.item());
    }
    Optional<O> answer =
        fault == Fault.CONTENTION ? flush.contended(waiting.item()) : Optional.empty();
    answer.ifPresentOrElse(
        waiting.answer()::complete, () -> waiting.answer().completeExceptionally(failure));
  }

  private void hand(Waiting<I, O> waiting, O answer) {
    if (!waiting.answer().complete(answer)) {
      flush.unclaimed(waiting.item(), answer);
    }
  }
}
