package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Scope;
import dev.surety.testing.Fakes;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DroppableResponseTest {

  private final List<String> reached = new ArrayList<>();
  private final Waiting waiting = Waiting.offer(Fakes.fake(ServletRequest.class, method -> method));
  private final DroppableResponse response =
      new DroppableResponse(Fakes.fake(HttpServletResponse.class, reached::add), waiting);

  /** Whatever returns nothing is there to change the answer. */
  static Stream<Method> changes() {
    return Arrays.stream(HttpServletResponse.class.getMethods())
        .filter(method -> method.getReturnType() == void.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changeOfADroppedAnswer_doesNotGoOut(Method change) throws ReflectiveOperationException {
    change.invoke(response, arguments(change));
    assertThat(reached).containsExactly(change.getName());
    reached.clear();
    waiting.take(new CompletableFuture<>(), Scope.ofOperation("x"));
    change.invoke(response, arguments(change));
    assertThat(reached).isEmpty();
  }

  private static @Nullable Object[] arguments(Method change) {
    return Arrays.stream(change.getParameterTypes())
        .map(type -> type == int.class ? (Object) 1 : type == long.class ? (Object) 1L : null)
        .toArray();
  }
}
