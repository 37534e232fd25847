package dev.surety.core.net;

import java.util.List;
import java.util.Optional;

/** What became of a {@link Post}. */
public sealed interface PostResult {

  /**
   * A response, whatever its status; redirects are not followed.
   *
   * @param content its start, as much as is kept
   * @param truncated whether there was more than the poster reads; the rest was not waited for
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Answered(int status, List<HttpField> headers, byte[] content, boolean truncated)
      implements PostResult {

    /** All lines of that name as one, joined as RFC 9110, section 5.3 says. */
    public Optional<String> header(String name) {
      return headers.stream()
          .filter(field -> field.name().equalsIgnoreCase(name))
          .map(HttpField::value)
          .reduce((one, other) -> one + ", " + other);
    }
  }

  /** Nothing was sent. */
  record Refused(Refusal reason) implements PostResult {}

  /**
   * There is no response, or no complete one.
   *
   * @param detail for operators: cleaned and bounded
   */
  record Failed(Reason reason, String detail) implements PostResult {}

  /** Why a request that may be made got no complete response. */
  enum Reason {
    /** The host has no address, or too many, or was not found in time. */
    NAME,
    /** No connection, or it broke. */
    CONNECTION,
    /**
     * A connection that was kept open from an earlier request ended before a byte of the response:
     * most likely the receiver had closed it already. It may have been read all the same.
     */
    KEPT_CONNECTION,
    /** The peer's certificate is not trusted or for another name, or there is no handshake. */
    TLS,
    /** Not complete by the deadline. */
    DEADLINE,
    /** The response's head is larger than allowed. */
    HEAD_TOO_LARGE,
    /** The request has a header that cannot be sent. */
    REQUEST,
    /** Too many requests are in flight. */
    BUSY,
    /** The poster was closed. */
    CLOSED
  }
}
