package dev.surety.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * A circuit breaker's state.
 *
 * @param key an endpoint's name, a url without its query, or a breaker key
 * @param paused whether somebody holds it by hand
 * @param failures counted since the last success
 * @param successes of probes since it was half open
 * @param reason of the last change
 * @param nextProbe when the next probe may start, unless it is closed
 */
public record Circuit(
    String tenant,
    String key,
    State state,
    boolean paused,
    int failures,
    int successes,
    String reason,
    Optional<Instant> nextProbe) {

  /** What messages meet. */
  public enum State {
    /** They are sent. */
    CLOSED,
    /** They wait. */
    OPEN,
    /** One at a time is sent as a probe, the others wait. */
    HALF_OPEN
  }
}
