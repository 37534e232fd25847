package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Scope;
import dev.surety.testing.Fakes;
import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private static final Scope ALICE = new Scope("", "", "alice", "POST /orders");
  private static final Scope STRANGER = new Scope("", "anonymous", "", "POST /orders");

  private final Map<String, Object> attributes = new HashMap<>();
  private final ContainerRequestContext request = Fakes.request(attributes);
  private final Waiting waiting = Waiting.offer(servletRequest());

  @Test
  void requestThatWaitedAndLostItsIdentity_isNoticed() {
    waiting.take(new CompletableFuture<>(), ALICE);
    waiting.then(() -> {});
    assertThat(Waiting.isAnother(request, STRANGER)).isTrue();
    assertThat(Waiting.isAnother(request, ALICE)).isFalse();
  }

  @Test
  void requestThatDidNotWait_hasAnyIdentity() {
    assertThat(Waiting.isAnother(request, ALICE)).isFalse();
    attributes.clear();
    assertThat(Waiting.isAnother(request, ALICE)).isFalse();
  }

  private ServletRequest servletRequest() {
    return (ServletRequest)
        Proxy.newProxyInstance(
            ServletRequest.class.getClassLoader(),
            new Class<?>[] {ServletRequest.class},
            (proxy, method, arguments) -> attributes.put((String) arguments[0], arguments[1]));
  }
}
