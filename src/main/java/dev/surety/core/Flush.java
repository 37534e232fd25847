package dev.surety.core;

import dev.surety.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides batches. */
public interface Flush<I, O> {

  /** Decides the items in one transaction of its own; answer i belongs to item i. */
  List<O> apply(List<I> items);

  /**
   * Decides items by one statement with auto-commit, which takes a fraction of a transaction's
   * time; answer i belongs to item i. What is left open, as null, is applied; an empty list leaves
   * everything open, as is the default. Failing is failing to {@link #apply}.
   */
  default List<@Nullable O> single(List<I> items) {
    return List.of();
  }

  /** The calling thread may not have another batch soon: what it has kept for one is given back. */
  default void idle() {}

  /** Names the transaction of each item of a batch; equal names share one. By default all do. */
  default Function<I, Object> grouping(List<I> batch) {
    return item -> "";
  }

  /**
   * Answers an item that met a lock even alone, and was not decided; without an answer its caller
   * gets {@link UnavailableException}.
   */
  default Optional<O> contended(I item) {
    return Optional.empty();
  }

  /** Undoes an answer that was committed after its caller had given up. */
  default void unclaimed(I item, O answer) {}

  /** Undoes what may have been committed although the commit failed; nobody was given it. */
  default void doubtful(I item) {}

  /** Thrown by a flush that met a lock for which its items can wait in the queue. */
  final class Busy extends UnavailableException {

    private static final long serialVersionUID = 1L;

    public Busy(String message) {
      super(message, null);
    }

    public Busy(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
