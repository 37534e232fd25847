package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.keys.ContentionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.junit.jupiter.api.Test;

/** Three attempts in all, whoever makes them. */
class AttemptsTest {

  private final AtomicInteger made = new AtomicInteger();

  /** What the interceptor does that is told of {@code times} retries. */
  private static final class Retrying extends RetriedChange {

    private final int times;

    Retrying(int times) {
      this.times = times;
    }

    @Override
    public Object run(Supplier<Object> attempt) {
      for (int i = 0; i < times; i++) {
        try {
          return attempt.get();
        } catch (ContentionException e) {
          // again
        }
      }
      return attempt.get();
    }
  }

  @Test
  void lostRaces_withoutTheSubsystem_areTriedThreeTimes() {
    assertLosesAfterThree(new RetriedChange());
  }

  @Test
  void lostRaces_withTheSubsystem_areTriedThreeTimes_andNeverNine() {
    assertLosesAfterThree(new Retrying(2));
  }

  @Test
  void lostRaces_withTheSubsystemConfiguredOtherwise_areTriedThreeTimes() {
    assertLosesAfterThree(new Retrying(1));
    made.set(0);
    assertLosesAfterThree(new Retrying(10));
  }

  @Test
  void raceThatIsWonAtLast_isAnswered() {
    Supplier<Object> change =
        () -> {
          if (made.incrementAndGet() < 3) {
            throw new ContentionException("lost", null);
          }
          return "won";
        };
    assertThat(new Attempts(new RetriedChange()).run(change)).isEqualTo("won");
    made.set(0);
    assertThat(new Attempts(new Retrying(2)).run(change)).isEqualTo("won");
  }

  @Test
  void otherFailures_areNotTriedAgain() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new Attempts(new RetriedChange())
                    .run(
                        () -> {
                          made.incrementAndGet();
                          throw new IllegalStateException();
                        }));
    assertThat(made).hasValue(1);
  }

  @Test
  void annotation_asksForTwoRetries_ofLostRacesOnly() throws NoSuchMethodException {
    Retry retry = RetriedChange.class.getMethod("run", Supplier.class).getAnnotation(Retry.class);
    assertThat(retry.maxRetries()).isEqualTo(Attempts.MOST - 1);
    assertThat(retry.retryOn()).containsExactly(ContentionException.class);
    assertThat(RetriedChange.class.getAnnotation(jakarta.transaction.Transactional.class)).isNull();
  }

  private void assertLosesAfterThree(RetriedChange retried) {
    assertThatExceptionOfType(ContentionException.class)
        .isThrownBy(
            () ->
                new Attempts(retried)
                    .run(
                        () -> {
                          made.incrementAndGet();
                          throw new ContentionException("lost", null);
                        }));
    assertThat(made).hasValue(3);
  }
}
