package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.internal.http.GuardedCall.State;
import dev.surety.testing.Fakes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyResponseFilterTest {

  private final CallFixture fixture = new CallFixture();

  /** A mapper's answer, say, to a failure that the interceptor did not see. */
  @ParameterizedTest
  @ValueSource(ints = {200, 400, 422, 500})
  void exactlyOnceCallThatDidNotEnd_isReleasedWhateverTheAnswer(int status) {
    GuardedCall call = fixture.running(true);
    ContainerRequestContext request = Fakes.request(new HashMap<>());
    Pass.begin(request, call.guarded(), new HttpGuard.Run(call));
    ContainerResponseContext response =
        Fakes.fake(ContainerResponseContext.class, method -> status);
    new IdempotencyResponseFilter(call.guarded()).filter(request, response);
    assertThat(call.state()).isEqualTo(State.RELEASED);
    assertThat(fixture.completions()).isEmpty();
    assertThat(fixture.released()).isEqualTo(1);
  }
}
