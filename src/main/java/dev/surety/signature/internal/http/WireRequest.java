package dev.surety.signature.internal.http;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.target.Arrival;
import dev.surety.signature.internal.target.Origins;
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
 * <p>No server tells an empty query from none; the verifier tries both. What else is lost makes a
 * signature over it fail: all but one of repeated trailers; on Payara {@code ;jsessionid} in the
 * path; on WildFly a question mark that begins the query. WildFly also joins Cookie lines, and adds
 * a Host where HTTP/1.0 has none.
 *
 * @param method as sent
 * @param arrival where it went
 * @param fields its field lines, repeated ones apart
 */
record WireRequest(String method, Arrival arrival, List<Field> fields) {

  /**
   * @param servlet the container's own request, which no filter of the application has wrapped
   */
  static WireRequest of(HttpServletRequest servlet) {
    List<Field> fields = fields(servlet);
    Arrival arrival =
        new Arrival(
            servlet.getRemoteAddr(),
            servlet.getScheme(),
            servlet.getServerName(),
            servlet.getServerPort(),
            values(fields, "Host"),
            values(fields, "Forwarded"),
            values(fields, "X-Forwarded-Proto"),
            values(fields, "X-Forwarded-Host"),
            values(fields, "X-Forwarded-Port"),
            target(servlet));
    return new WireRequest(servlet.getMethod(), arrival, fields);
  }

  /** A target that nobody can agree upon is left empty, which the verifier refuses at its step. */
  HttpMessage.Request message(Origins origins, List<Field> trailers, byte[] body) {
    String target =
        origins.targetOf(arrival) instanceof Origins.Absolute absolute ? absolute.uri() : "";
    return new HttpMessage.Request(method, target, fields, trailers, body);
  }

  /**
   * @param name in any case
   */
  boolean has(String name) {
    return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
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

  private static List<String> values(List<Field> fields, String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** The trailer fields, where the server has read them with the body. */
  static List<Field> trailers(HttpServletRequest servlet) {
    if (!servlet.isTrailerFieldsReady()) {
      return List.of();
    }
    return servlet.getTrailerFields().entrySet().stream()
        .map((Map.Entry<String, String> line) -> new Field(line.getKey(), line.getValue()))
        .toList();
  }
}
