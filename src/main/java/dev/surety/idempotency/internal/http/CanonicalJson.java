package dev.surety.idempotency.internal.http;

import java.util.List;

/** The canonical form of a JSON document (RFC 8785), refusing what it could not keep apart. */
final class CanonicalJson {

  private CanonicalJson() {}

  static byte[] of(byte[] utf8Json, List<String> excluded) throws UnacceptableBodyException {
    throw new UnsupportedOperationException("not written yet");
  }
}
