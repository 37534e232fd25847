package dev.surety.webhook.internal;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} of the request that is being handled (W3C Trace Context §3.2). */
final class CurrentTrace implements Supplier<@Nullable String> {

  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private final HttpServletRequest request;

  /**
   * @param request stands for the one that is being handled on the calling thread
   */
  CurrentTrace(HttpServletRequest request) {
    this.request = request;
  }

  @Override
  public @Nullable String get() {
    try {
      String header = request.getHeader("traceparent");
      return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
    } catch (ContextNotActiveException | IllegalStateException | NullPointerException e) {
      // No request: the servers say so in different ways.
      return null;
    }
  }
}
