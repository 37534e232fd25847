package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.internal.http.GuardedCall.State;
import dev.surety.testing.Fakes;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class GuardedCallsTest {

  private final CallFixture fixture = new CallFixture();

  @Test
  void callThatNobodyAnswered_isReleasedWithItsRequest() {
    assertThat(abandoned(asynchronous -> false).state()).isEqualTo(State.RELEASED);
    assertThat(fixture.released()).isEqualTo(1);
  }

  @Test
  void callThatMayRunOnAnotherThread_keepsItsKey() {
    assertThat(abandoned(asynchronous -> true).state()).isEqualTo(State.RESERVED);
    assertThat(fixture.released()).isZero();
  }

  @Test
  void callWhoseRequestCannotBeAsked_keepsItsKey() {
    Fakes.Says nothing =
        asynchronous -> {
          throw new IllegalStateException("no request");
        };
    assertThat(abandoned(nothing).state()).isEqualTo(State.RESERVED);
    assertThat(fixture.released()).isZero();
  }

  private GuardedCall abandoned(Fakes.Says says) {
    GuardedCall call = fixture.reserved(false);
    GuardedCalls calls = new GuardedCalls();
    calls.add(call, Fakes.fake(HttpServletRequest.class, says));
    calls.abandon();
    return call;
  }
}
