package dev.surety.replay;

import java.time.Duration;

/**
 * A CDI event: an issuer's signatures came from many key ids that were not seen before.
 *
 * <p>Fired at most once per issuer and window, by the instance that saw them, outside transactions
 * and not on a caller's thread. A key id counts as new again when nothing of it was accepted for
 * longer than {@code surety.replay.key-memory}.
 *
 * @param issuer as in {@link KeyId}
 * @param count how many there were until now in this window
 * @param window how long the window is
 */
public record NewKeyIds(String issuer, long count, Duration window) {}
