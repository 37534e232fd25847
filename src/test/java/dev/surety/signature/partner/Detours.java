package dev.surety.signature.partner;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** {@code X-Detour} says what becomes of a request on its way: twice, forward, wrap. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class Detours extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    switch (String.valueOf(request.getHeader("X-Detour"))) {
      case "twice" -> {
        chain.doFilter(request, response);
        chain.doFilter(request, response);
      }
      case "forward" ->
          request.getRequestDispatcher("/api/partner/raw/elsewhere?y=2").forward(request, response);
      case "wrap" -> chain.doFilter(new Wrapped(request), response);
      case "override" -> chain.doFilter(new Overridden(request), response);
      default -> chain.doFilter(request, response);
    }
  }

  /** Is a POST whatever was sent. */
  private static final class Overridden extends HttpServletRequestWrapper {

    Overridden(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getMethod() {
      return "POST";
    }
  }

  /** Shows signature lines that nobody sent. */
  private static final class Wrapped extends HttpServletRequestWrapper {

    Wrapped(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase("X-Wrapped")
          ? Collections.enumeration(List.of("forged"))
          : super.getHeaders(name);
    }
  }
}
