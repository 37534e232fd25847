package dev.surety.replay.internal;

import dev.surety.replay.internal.Command.Accept;
import dev.surety.replay.internal.Grants.Permits;

/** A nonce as it was presented, with the permits that it has reserved. */
record Presented(Accept accept, Permits permits) {

  long nonceHash() {
    return accept.nonce().nonceHash();
  }

  String keyHash() {
    return accept.keyHash();
  }

  /** Whether the key's counter must let it in. */
  boolean needsKey() {
    return permits.ofKey() == null;
  }

  /** Whether the application's counter must let it in, where there is one. */
  boolean needsTotal() {
    return permits.ofTotal() == null;
  }
}
