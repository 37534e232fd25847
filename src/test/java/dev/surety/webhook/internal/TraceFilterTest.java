package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFilterTest {

  private static final String ONE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String OTHER = "00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-01";

  private final List<@Nullable String> seen = new ArrayList<>();

  @Test
  void trace_isKnownWhileTheRequestIsHandled_andNotAfterIt() throws Exception {
    handle(ONE, this::look);
    look();
    assertThat(seen).containsExactly(ONE, null);
  }

  @Test
  void trace_isForgotten_alsoIfTheRequestFails() {
    assertThatThrownBy(
            () ->
                handle(
                    ONE,
                    () -> {
                      throw new ServletException("failed");
                    }))
        .hasMessage("failed");
    look();
    assertThat(seen).containsOnlyNulls();
  }

  @Test
  void requestWithinAnother_leavesTheOthersTrace() throws Exception {
    handle(
        ONE,
        () -> {
          handle(OTHER, this::look);
          handle(null, this::look);
          look();
        });
    assertThat(seen).containsExactly(OTHER, null, ONE);
  }

  @Test
  void otherThreads_haveNone() throws Exception {
    handle(
        ONE,
        () -> {
          Thread other = new Thread(this::look);
          other.start();
          other.join();
        });
    assertThat(seen).containsOnlyNulls().hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void headerThatIsNoTrace_isNone(String header) throws Exception {
    handle(header, this::look);
    assertThat(seen).containsOnlyNulls().hasSize(1);
  }

  private void look() {
    seen.add(TraceFilter.traceparent());
  }

  private interface Handling {
    void run() throws Exception;
  }

  private static void handle(@Nullable String header, Handling handling) throws Exception {
    Object request =
        Proxy.newProxyInstance(
            TraceFilterTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> header);
    FilterChain chain =
        (handled, response) -> {
          try {
            handling.run();
          } catch (ServletException e) {
            throw e;
          } catch (Exception e) {
            throw new ServletException(e);
          }
        };
    new TraceFilter().doFilter((HttpServletRequest) request, null, chain);
  }
}
