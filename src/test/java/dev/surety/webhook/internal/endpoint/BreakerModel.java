package dev.surety.webhook.internal.endpoint;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of a circuit once more, as flags and timers and without a state. */
final class BreakerModel {

  private int failures;
  private int successes;
  private boolean tripped;
  private boolean trying;
  private Instant rest;
  private @Nullable UUID holder;
  private Instant held;

  BreakerModel(Instant start) {
    rest = start;
    held = start;
  }

  boolean free(Instant now) {
    boolean taken = holder != null && now.isBefore(held);
    return tripped && !now.isBefore(rest) && !taken;
  }

  void lease(UUID token, Instant until) {
    trying = true;
    holder = token;
    held = until;
  }

  void settle(boolean success, boolean counts, @Nullable UUID token, Instant now) {
    if (tripped ? token == null || !token.equals(holder) : token != null || !counts) {
      return;
    }
    boolean probing = tripped;
    holder = null;
    if (probing && !counts) {
      rest = now;
    } else if (success) {
      failures = 0;
      successes = probing ? successes + 1 : 0;
      rest = now;
      if (successes == 2) {
        tripped = false;
        trying = false;
        successes = 0;
      }
    } else {
      failures++;
      successes = 0;
      if (probing || failures >= 5) {
        tripped = true;
        trying = false;
        rest = now.plusSeconds(60);
      }
    }
  }

  String told() {
    String state = tripped ? (trying ? "HALF_OPEN" : "OPEN") : "CLOSED";
    return state + failures + "/" + successes;
  }
}
