package dev.surety.signature.internal.http;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was on the wire, as far as the server still knows.
 *
 * <p>What no server tells: an empty query from none, and all but one of repeated trailers. Payara
 * takes {@code ;jsessionid} out of the path; WildFly joins Cookie lines and adds a Host where
 * HTTP/1.0 has none. Who signs what is not told is refused, as the signature then covers something
 * else.
 *
 * @param method as sent
 * @param arrival where it went, with its field lines, repeated ones apart
 * @param trailers its trailer fields, where the server has read them
 */
record WireRequest(String method, Origin.Arrival arrival, List<Field> trailers) {

  /**
   * @param servlet the container's own request, which no filter of the application has wrapped; its
   *     body has been read
   */
  static WireRequest of(HttpServletRequest servlet) {
    Origin.Arrival arrival =
        new Origin.Arrival(
            servlet.getRemoteAddr(),
            servlet.getScheme(),
            servlet.getServerName(),
            servlet.getServerPort(),
            target(servlet),
            fields(servlet));
    return new WireRequest(servlet.getMethod(), arrival, trailers(servlet));
  }

  HttpMessage.Request message(Origin origin, byte[] body) {
    return new HttpMessage.Request(
        method, origin.targetOf(arrival), arrival.fields(), trailers, body);
  }

  /**
   * @param name in any case
   */
  boolean has(String name) {
    return arrival.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }

  /** The client's, even where the application has dispatched the request elsewhere. */
  private static String target(HttpServletRequest servlet) {
    if (servlet.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI) instanceof String forwarded) {
      return joined(forwarded, servlet.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING));
    }
    if (servlet.getAttribute(AsyncContext.ASYNC_REQUEST_URI) instanceof String dispatched) {
      return joined(dispatched, servlet.getAttribute(AsyncContext.ASYNC_QUERY_STRING));
    }
    return joined(servlet.getRequestURI(), servlet.getQueryString());
  }

  private static String joined(String path, @Nullable Object query) {
    return query == null ? path : path + "?" + query;
  }

  private static List<Field> fields(HttpServletRequest servlet) {
    List<Field> fields = new ArrayList<>();
    for (String name : Collections.list(servlet.getHeaderNames())) {
      for (String value : Collections.list(servlet.getHeaders(name))) {
        fields.add(new Field(name, value));
      }
    }
    return fields;
  }

  private static List<Field> trailers(HttpServletRequest servlet) {
    if (!servlet.isTrailerFieldsReady()) {
      return List.of();
    }
    return servlet.getTrailerFields().entrySet().stream()
        .map((Map.Entry<String, String> line) -> new Field(line.getKey(), line.getValue()))
        .toList();
  }
}
