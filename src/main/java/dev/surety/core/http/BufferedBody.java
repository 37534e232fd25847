package dev.surety.core.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Reads a request's body once, so that a decision can be made by it, and leaves it readable. */
public final class BufferedBody {

  private BufferedBody() {}

  /**
   * @param property the request property that keeps the bytes, for when the request is dispatched
   *     again; one for each reader, because a filter between two may have decoded the body
   * @throws RefusedCall if the body has more bytes than the limit, or cannot be read
   */
  public static byte[] read(ContainerRequestContext request, int limit, String property) {
    byte[] body = bytes(request, limit, property);
    long length = length(request);
    if (body.length > limit || length > limit) {
      throw Refusal.of(CommonProblem.BODY_TOO_LARGE, "a body may have at most " + limit + " bytes")
          .asException();
    }
    if (body.length < length || isFormWithoutLength(request, body)) {
      throw Refusal.of(
              CommonProblem.BODY_INCOMPLETE,
              "the body ended before its Content-Length or was read before; an empty form needs"
                  + " Content-Length: 0")
          .asException();
    }
    request.setProperty(property, body);
    putBack(request, property);
    return body;
  }

  /** Makes what was read under this property readable once more; nothing if nothing was. */
  public static void putBack(ContainerRequestContext request, String property) {
    if (request.getProperty(property) instanceof byte[] body) {
      request.setEntityStream(new ByteArrayInputStream(body));
    }
  }

  /** A servlet filter that asked for a parameter has read all of it. */
  static boolean isFormWithoutLength(ContainerRequestContext request, byte[] body) {
    if (body.length > 0 || length(request) >= 0) {
      return false;
    }
    MediaType type = request.getMediaType();
    return type != null
        && (type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
            || type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE));
  }

  /**
   * A short body needs no buffer of kilobytes; but a filter may have decoded it, so that its length
   * says no more than where to begin.
   */
  private static byte[] upTo(int most, InputStream stream, int length) throws IOException {
    if (length < 0 || length >= most) {
      return stream.readNBytes(most);
    }
    byte[] body = stream.readNBytes(length + 1);
    if (body.length <= length) {
      return body;
    }
    return new SequenceInputStream(new ByteArrayInputStream(body), stream).readNBytes(most);
  }

  /**
   * Of the header: getLength is an int, and runtimes throw where the value is none. -1 if unknown.
   */
  private static long length(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return -1;
    }
    try {
      return Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return length.strip().matches("[0-9]+") ? Long.MAX_VALUE : -1;
    }
  }

  private static byte[] bytes(ContainerRequestContext request, int limit, String property) {
    if (request.getProperty(property) instanceof byte[] earlier) {
      return earlier;
    }
    InputStream stream = request.getEntityStream();
    // A body that says it is too large need not be read to be refused.
    long length = length(request);
    if (stream == null || length > limit) {
      return new byte[0];
    }
    try {
      return upTo(limit + 1, stream, (int) length);
    } catch (IOException e) {
      throw Refusal.of(CommonProblem.BODY_INCOMPLETE, "the body could not be read").asException();
    }
  }
}
