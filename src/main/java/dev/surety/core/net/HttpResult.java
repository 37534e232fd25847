package dev.surety.core.net;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of a request to a guarded client. */
public sealed interface HttpResult {

  /**
   * A complete response, whatever its status; redirects are not followed.
   *
   * @param bytes the content as received; nobody may change it
   * @param headers values in order of receipt, by name in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Body(int status, byte[] bytes, Map<String, List<String>> headers) implements HttpResult {

    public Body {
      headers = Map.copyOf(headers);
    }

    /** The values of all lines of that name, as one (RFC 9110 §5.3). */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
          .map(values -> String.join(", ", values));
    }
  }

  /** Nothing was sent. */
  record Refused(Refusal reason) implements HttpResult {}

  /** There is no response, or no complete one. */
  record Failed(Failure reason) implements HttpResult {}
}
