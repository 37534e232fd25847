package dev.surety.webhook.internal;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows the {@code traceparent} of the request that is being handled (W3C Trace Context §3.2), from
 * the application's first declared filter on.
 *
 * <p>CDI knows the request too, but tells a thread that has none by an exception, which costs a
 * timer or a message listener a seventh of the JVM's work to send.
 */
public final class TraceFilter implements Filter, ServletContainerInitializer {

  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final ThreadLocal<@Nullable String> HANDLED = new ThreadLocal<>();

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(TraceFilter.class.getName(), this);
    if (filter != null) {
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(
          EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
          false,
          "/*");
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String around = HANDLED.get();
    HANDLED.set(request instanceof HttpServletRequest http ? http.getHeader("traceparent") : null);
    try {
      chain.doFilter(request, response);
    } finally {
      if (around == null) {
        HANDLED.remove();
      } else {
        HANDLED.set(around);
      }
    }
  }

  /** Of the calling thread's request. */
  static @Nullable String traceparent() {
    String header = HANDLED.get();
    return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
  }
}
