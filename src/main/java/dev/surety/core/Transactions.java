package dev.surety.core;

import java.util.function.Supplier;

/** Where transactions come from. */
public interface Transactions {

  /**
   * Runs the work in a transaction of its own and commits it.
   *
   * <p>Only for Surety's own threads: a transaction that the thread already has is an error. If the
   * work throws, the transaction is rolled back and the exception passed on.
   */
  <T> T own(Supplier<T> work);
}
