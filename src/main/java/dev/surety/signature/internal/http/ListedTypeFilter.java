package dev.surety.signature.internal.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Lets a signed request with several content types in one line come as far as its verifier.
 *
 * <p>JAX-RS would answer 400 before any filter of its own; the verifier looks at the container's
 * own request and refuses it by its code. Methods without a verifier are given the first of the
 * types.
 */
final class ListedTypeFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    String type = request.getContentType();
    boolean signed =
        request.getHeader("Signature") != null || request.getHeader("Signature-Input") != null;
    boolean listed = signed && type != null && type.indexOf(',') >= 0;
    next.doFilter(listed ? new FirstType(request, type) : request, response);
  }

  private static final class FirstType extends HttpServletRequestWrapper {

    private final String type;

    FirstType(HttpServletRequest request, String types) {
      super(request);
      this.type = types.substring(0, types.indexOf(',')).strip();
    }

    @Override
    public String getContentType() {
      return type;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase("Content-Type") ? type : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase("Content-Type")
          ? Collections.enumeration(Collections.singleton(type))
          : super.getHeaders(name);
    }
  }
}
