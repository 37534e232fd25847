package dev.surety.signature.internal.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A request under its canonical path and with one content type. */
final class CoveredRequest extends HttpServletRequestWrapper {

  private static final String CONTENT_TYPE = "Content-Type";

  private final String path;

  /**
   * @param path the canonical one, not decoded
   */
  CoveredRequest(HttpServletRequest request, String path) {
    super(request);
    this.path = path;
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer received = super.getRequestURL();
    int end = received.length() - super.getRequestURI().length();
    return new StringBuffer(received.substring(0, Math.max(0, end))).append(path);
  }

  @Override
  public @Nullable String getContentType() {
    return first(super.getContentType());
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isContentType(name) ? first(super.getHeader(name)) : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String type = isContentType(name) ? first(super.getHeader(name)) : null;
    return type == null
        ? super.getHeaders(name)
        : Collections.enumeration(Collections.singleton(type));
  }

  private static boolean isContentType(String name) {
    return name.equalsIgnoreCase(CONTENT_TYPE);
  }

  private static @Nullable String first(@Nullable String types) {
    int comma = types == null ? -1 : types.indexOf(',');
    return types == null || comma < 0 ? types : types.substring(0, comma).strip();
  }
}
