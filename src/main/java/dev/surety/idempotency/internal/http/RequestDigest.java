package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.RequestHash;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hashes what makes two HTTP requests the same. */
public final class RequestDigest {

  private RequestDigest() {}

  /**
   * @throws UnacceptableBodyException if the body has no canonical JSON form and the mode asks for
   *     one
   */
  public static RequestHash of(
      String method,
      String rawPath,
      @Nullable String rawQuery,
      @Nullable String contentType,
      List<Map.Entry<String, List<String>>> extraHeaders,
      byte[] body,
      BodyHash mode,
      List<String> excludedPointers)
      throws UnacceptableBodyException {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * For the deployment: checks the pointers before the first request needs them.
   *
   * @throws IllegalArgumentException naming the first that is no JSON Pointer (RFC 6901) to a part
   *     of a document
   */
  public static void checkPointers(List<String> excludedPointers) {
    throw new UnsupportedOperationException("not written yet");
  }
}
