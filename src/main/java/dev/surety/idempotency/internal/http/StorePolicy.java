package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.Storing;

/** Whether an answer is kept by its status. */
public final class StorePolicy {

  private StorePolicy() {}

  public static boolean storable(int status, Storing policy) {
    throw new UnsupportedOperationException("not written yet");
  }
}
