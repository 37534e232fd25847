package dev.surety.idempotency;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer to keep: status, headers, and the body's bytes before any content coding.
 *
 * <p>Immutable; header names are compared without case. {@code toString} tells status and sizes
 * only.
 */
public final class Answer {

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @throws IllegalArgumentException if the status is not between 200 and 599
   */
  public Answer(int status, Map<String, List<String>> headers, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + ": a final status is 200 to 599");
    }
    this.status = status;
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    this.headers = Collections.unmodifiableMap(copy);
    this.body = body.clone();
  }

  public int status() {
    return status;
  }

  public Map<String, List<String>> headers() {
    return headers;
  }

  /** A copy of the body's bytes; empty where there is no body. */
  public byte[] body() {
    return body.clone();
  }

  public int bodyLength() {
    return body.length;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Answer[%d, %d headers, %d bytes]", status, headers.size(), body.length);
  }
}
