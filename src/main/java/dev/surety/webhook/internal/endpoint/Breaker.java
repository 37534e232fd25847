package dev.surety.webhook.internal.endpoint;

import dev.surety.webhook.Circuit.State;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One circuit's state, and what a settled result makes of it; pure.
 *
 * <p>The rules are those of docs/webhooks.md, section "Circuits". A result that changes nothing
 * returns this very object. A pause by hand changes no rule: it is the claim that passes a paused
 * circuit over.
 *
 * @param failures counted since the last success
 * @param successes of probes since it was opened
 * @param probeAt when the next probe may start
 * @param probe the lease under which somebody probes
 * @param reason of the last change
 */
record Breaker(
    State state,
    boolean paused,
    int failures,
    int successes,
    Instant probeAt,
    @Nullable Probe probe,
    String reason) {

  /** A lease to send one message. */
  record Probe(UUID token, Instant until) {}

  /** A circuit that nothing is known of. */
  static Breaker closed(Instant now) {
    return new Breaker(State.CLOSED, false, 0, 0, now, null, "");
  }

  /**
   * Takes a result into account.
   *
   * @param now when it is settled
   */
  Breaker settled(CircuitResult result, Instant now, BreakerSettings settings) {
    if (result.probe() == null) {
      return state == State.CLOSED && result.counts() ? counted(result, now, settings) : this;
    }
    if (probe == null || !probe.token().equals(result.probe())) {
      return this;
    }
    if (!result.counts()) {
      return new Breaker(State.HALF_OPEN, paused, failures, successes, now, null, reason);
    }
    return result.success() ? probeSucceeded(now, settings) : opened(result, now, settings);
  }

  /** Whether it is as one that nothing is known of. */
  boolean isForgettable() {
    return state == State.CLOSED && !paused && failures == 0;
  }

  private Breaker counted(CircuitResult result, Instant now, BreakerSettings settings) {
    if (!result.success()) {
      return failures + 1 >= settings.failures()
          ? opened(result, now, settings)
          : new Breaker(state, paused, failures + 1, 0, probeAt, null, result.reason());
    }
    return failures == 0 ? this : new Breaker(state, paused, 0, 0, probeAt, null, "");
  }

  private Breaker opened(CircuitResult result, Instant now, BreakerSettings settings) {
    return new Breaker(
        State.OPEN,
        paused,
        failures == Integer.MAX_VALUE ? failures : failures + 1,
        0,
        now.plus(settings.pause()),
        null,
        result.reason());
  }

  private Breaker probeSucceeded(Instant now, BreakerSettings settings) {
    if (successes + 1 >= settings.successes()) {
      return new Breaker(State.CLOSED, paused, 0, 0, now, null, "");
    }
    return new Breaker(State.HALF_OPEN, paused, 0, successes + 1, now, null, reason);
  }
}
