package dev.surety.idempotency.internal.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which headers of an answer are stored and replayed. */
public final class StoredHeaders {

  /**
   * @param configured names stored besides the standard ones
   * @throws dev.surety.SuretyException naming the first that must never be stored
   */
  public StoredHeaders(List<String> configured) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** The headers to store or replay; empty if this answer's headers cannot be stored. */
  public Optional<Map<String, List<String>>> pick(Map<String, List<String>> all) {
    throw new UnsupportedOperationException("not written yet");
  }
}
