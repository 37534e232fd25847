package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.Storing;
import java.util.Set;

/** Whether an answer is kept, by its status. */
final class StorePolicy {

  /** About the caller or the moment, not about the request: a retry must be free to do better. */
  private static final Set<Integer> NEVER = Set.of(401, 403, 408, 409, 425, 429);

  /** 4xx that hang on what the request's hash does not cover: other headers, or other resources. */
  private static final Set<Integer> NOT_DETERMINISTIC = Set.of(406, 407, 412, 421, 423, 424, 428);

  private StorePolicy() {}

  static boolean storable(int status, Storing policy) {
    if (status < 200 || status >= 500 || NEVER.contains(status)) {
      return false;
    }
    return status < 400
        || switch (policy) {
          case SUCCESS -> false;
          case DETERMINISTIC -> !NOT_DETERMINISTIC.contains(status);
          case ALL -> true;
        };
  }
}
