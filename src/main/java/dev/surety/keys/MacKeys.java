package dev.surety.keys;

import java.util.List;
import java.util.Optional;

/**
 * Lends the keys of a {@link KeyUse#WEBHOOK} or {@link KeyUse#HTTP_SIGNATURE} ring to whoever signs
 * and verifies there.
 *
 * <p>From the same cache, and with the same exceptions, as {@link Tokens}; a ring of tokens is
 * refused. Thread-safe.
 */
public interface MacKeys {

  /**
   * Every key to sign with, so that receivers which know an old one or only the new one can verify:
   * the active key first, then those in grace, the newest first.
   */
  List<MacKey> signing(Ring ring);

  /**
   * Every key that verifies, for messages that name none: prepared, active or in grace; empty where
   * all have ended.
   */
  List<MacKey> verifying(Ring ring);

  /** The key of that id, if it verifies: prepared, active or in grace. */
  Optional<MacKey> verifying(Ring ring, String kid);
}
