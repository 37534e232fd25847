package dev.surety.signature;

import java.util.List;

/**
 * An HTTP message as it was on the wire, to sign or to verify.
 *
 * <p>Immutable, except that the body's array is not copied: nobody may change it. Field lines keep
 * their order; a field sent in two lines is two {@link Field}s.
 */
public sealed interface HttpMessage {

  /** The header section's lines. */
  List<Field> fields();

  /** The trailer section's lines; empty where there is none. */
  List<Field> trailers();

  /** The content's raw bytes, before any decoding; empty where there is none. */
  byte[] body();

  /**
   * One field line.
   *
   * @param name as sent; compared without case
   * @param value without the line's end, otherwise as sent
   */
  record Field(String name, String value) {}

  /**
   * A request.
   *
   * @param method as sent; case matters
   * @param target the absolute target URI, as the client sees it: external scheme and authority,
   *     path and query as on the wire (RFC 9110 §7.1)
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Request(
      String method, String target, List<Field> fields, List<Field> trailers, byte[] body)
      implements HttpMessage {

    public Request {
      fields = List.copyOf(fields);
      trailers = List.copyOf(trailers);
    }

    /** A request without trailers. */
    public Request(String method, String target, List<Field> fields, byte[] body) {
      this(method, target, fields, List.of(), body);
    }
  }

  /**
   * A response.
   *
   * @param request what it answers, for components with {@code ;req}
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Response(
      int status, List<Field> fields, List<Field> trailers, byte[] body, Request request)
      implements HttpMessage {

    public Response {
      fields = List.copyOf(fields);
      trailers = List.copyOf(trailers);
    }
  }
}
