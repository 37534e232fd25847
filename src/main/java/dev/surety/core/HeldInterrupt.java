package dev.surety.core;

/**
 * Keeps an interrupt of the calling thread from what has to be finished; closing this gives it back
 * to the thread. Of one thread.
 */
public final class HeldInterrupt implements AutoCloseable {

  private boolean held;

  /** Takes the interrupt, if there is one, from the thread. */
  public void hold() {
    held |= Thread.interrupted();
  }

  @Override
  public void close() {
    if (held) {
      Thread.currentThread().interrupt();
    }
  }
}
