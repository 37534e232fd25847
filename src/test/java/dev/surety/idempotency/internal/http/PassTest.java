package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.Fakes;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PassTest {

  private static final HttpGuard.Unguarded FIRST = new HttpGuard.Unguarded();
  private static final HttpGuard.Refused SECOND = new HttpGuard.Refused();

  private final GuardedMethod guarded = CallFixture.method("atLeast");
  private final Map<String, Object> properties = new HashMap<>();
  private final ContainerRequestContext first = requestPass();
  private final ContainerRequestContext second = requestPass();

  /** JAX-RS gives every pass a context of its own. */
  private ContainerRequestContext requestPass() {
    return Fakes.request(properties);
  }

  @Test
  void filterThatRunsTwiceInOnePass_isKnown() {
    assertThat(Pass.isKnown(first, guarded)).isFalse();
    Pass.begin(first, guarded, FIRST);
    assertThat(Pass.isKnown(first, guarded)).isTrue();
  }

  @Test
  void requestThatComesAgain_isGuardedAgain() {
    Pass.begin(first, guarded, FIRST);
    assertThat(admission(first)).isSameAs(FIRST);
    assertThat(Pass.end(first, guarded)).isNull();
    assertThat(Pass.isKnown(second, guarded)).isFalse();
  }

  @Test
  void requestThatComesAgainWithoutAnAnswer_isGuardedAgain() {
    Pass.begin(first, guarded, FIRST);
    assertThat(Pass.isKnown(second, guarded)).isFalse();
  }

  @Test
  void passWithinAnother_leavesTheOuterOneItsAdmission() {
    Pass.begin(first, guarded, FIRST);
    Pass.begin(second, guarded, SECOND);
    assertThat(admission(second)).isSameAs(SECOND);
    assertThat(admission(first)).isSameAs(FIRST);
  }

  private HttpGuard.Admission admission(ContainerRequestContext request) {
    return Objects.requireNonNull(Pass.end(request, guarded)).admission();
  }
}
