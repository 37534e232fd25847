package dev.surety.core;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

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

  /** Calls this, and takes the interrupt that it leaves, however it ends. */
  public <T extends @Nullable Object> T heldAfter(Callable<T> call) throws Exception {
    try {
      return call.call();
    } finally {
      hold();
    }
  }

  @Override
  public void close() {
    if (held) {
      Thread.currentThread().interrupt();
    }
  }
}
