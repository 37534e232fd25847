package dev.surety.replay.internal;

import dev.surety.core.Micros;
import java.time.Duration;
import java.time.Instant;

/** What a caller asks of the store; many of them share one transaction. */
sealed interface Command {

  /** Names the counter that answering may lock. */
  String keyHash();

  /** Answered by an acceptance. */
  record Accept(KeyedNonce nonce, Lifetime lifetime) implements Command {
    @Override
    public String keyHash() {
      return nonce.keyHash();
    }
  }

  /** Answered by whether it was inserted. */
  record Remember(KeyedNonce nonce, Lifetime lifetime) implements Command {
    @Override
    public String keyHash() {
      return nonce.keyHash();
    }
  }

  /** Answered by whether the nonce is remembered. */
  record Seen(KeyedNonce nonce) implements Command {
    @Override
    public String keyHash() {
      return nonce.keyHash();
    }
  }

  /** Answered by how many nonces are live. */
  record Count(String keyHash) implements Command {}

  /**
   * How long a nonce matters.
   *
   * @param expiresMicros the signed expiry in microseconds since 1970; beyond all spans where that
   *     does not fit
   * @param end the second since 1970 in which it is forgotten
   */
  record Lifetime(long expiresMicros, long end) {

    /** No clock is off by more, and no signature lasts as long: the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Between a signature's last moment on any instance and the end of its row. */
    private static final long SPARE_SECONDS = 60;

    /** How long a grant is of use before it is settled. */
    private static final long GRANT_SECONDS = 10;

    static Lifetime of(Instant expiresAt, Duration skew) {
      long second = Math.max(0, Math.min(expiresAt.getEpochSecond(), LAST_SECOND));
      long micros = Micros.of(Instant.ofEpochSecond(second, expiresAt.getNano()));
      long end = -Math.floorDiv(-(micros + Micros.of(skew)), 1_000_000L) + SPARE_SECONDS;
      return new Lifetime(micros, end);
    }

    /**
     * Whether the signature is valid, with the allowed skew, and not for longer than allowed.
     *
     * @param now in microseconds since 1970
     */
    boolean isWithin(long now, ReplaySettings settings) {
      return expiresMicros + Micros.of(settings.skew()) > now
          && expiresMicros <= now + Micros.of(settings.longestSpan());
    }

    /** The end of any nonce that is accepted now or within a few seconds. */
    static long latestEnd(long now, ReplaySettings settings) {
      long expires = now + Micros.of(settings.longestSpan());
      return -Math.floorDiv(-(expires + Micros.of(settings.skew())), 1_000_000L)
          + SPARE_SECONDS
          + GRANT_SECONDS;
    }
  }
}
