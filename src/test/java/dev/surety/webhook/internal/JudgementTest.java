package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.MapConfig;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Deferred;
import dev.surety.webhook.internal.Verdict.Delivered;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Outcomes;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import dev.surety.webhook.internal.send.SendResult.Unsent;
import dev.surety.webhook.internal.send.SendResult.Unsigned;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a delivery after an attempt. */
class JudgementTest extends Judgements {

  private static final Set<Integer> FINAL = Set.of(400, 405, 409, 410, 413, 415, 422);

  @Test
  void everyStatus_isDeliveredFinalOrRetried_asListed() {
    for (int status = 100; status < 600; status++) {
      Verdict verdict = judge(answer(status), 1);
      if (status / 100 == 2) {
        assertThat(verdict).isEqualTo(new Delivered());
      } else if (status / 100 == 3 || FINAL.contains(status)) {
        assertThat(verdict)
            .as("status %d", status)
            .isEqualTo(new Dead(status == 410 ? "gone" : "final-status"));
      } else {
        assertThat(verdict).as("status %d", status).isInstanceOf(Retry.class);
      }
    }
  }

  @Test
  void listOfFinalStatuses_isConfigurable() {
    Map<String, String> config = Map.of("surety.webhook.final-statuses", "4xx, 503");
    assertThat(judge(config, answer(404), 1)).isEqualTo(new Dead("final-status"));
    assertThat(judge(config, answer(503), 1)).isEqualTo(new Dead("final-status"));
    assertThat(judge(config, answer(302), 1)).isInstanceOf(Retry.class);
  }

  @Test
  void refusedSignature_isFinal_onlyIfTheChallengeSaysSo() {
    assertThat(judge(challenge("Signature error=\"webhook_signature_invalid\""), 1))
        .isEqualTo(new Dead("signature-refused"));
    assertThat(judge(challenge("Bearer realm=\"x\""), 1)).isInstanceOf(Retry.class);
    assertThat(judge(answer(401), 1)).isInstanceOf(Retry.class);
  }

  @Test
  void attemptThatThisInstanceCutOff_isPutOff_andNotCounted() {
    assertThat(judge(new Unanswered(Trouble.CLOSED, ""), 8)).isEqualTo(new Deferred(Duration.ZERO));
  }

  @Test
  void keptConnectionThatWasClosed_isRetriedAtOnce_andCountsAsAnAttempt() {
    Unanswered closed = new Unanswered(Trouble.KEPT_CONNECTION, "");
    assertThat(judge(closed, 1)).isEqualTo(new Retry(Duration.ofMillis(50), "kept-connection"));
    assertThat(judge(closed, 8)).isEqualTo(new Dead("attempts"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"KEPT_CONNECTION", "CLOSED"})
  void attemptWithoutAnAnswer_isRetried_whyever(Trouble trouble) {
    assertThat(judge(new Unanswered(trouble, "x"), 1))
        .isEqualTo(new Retry(Duration.ofSeconds(5), trouble.outcome()));
  }

  @Test
  void lastAttempt_isNotRetried() {
    assertThat(judge(answer(500), 8)).isEqualTo(new Dead("attempts"));
    assertThat(judge(new Unanswered(Trouble.TIMEOUT, ""), 8)).isEqualTo(new Dead("attempts"));
    assertThat(judge(answer(200), 8)).isEqualTo(new Delivered());
  }

  @Test
  void deliveryThatCannotBeSigned_waits_withoutUsingItsLastAttempt() {
    assertThat(judge(new Unsigned("ring", "no key"), 8))
        .isEqualTo(new Deferred(Duration.ofMinutes(1)));
    assertThat(judge(new Unsent(), 8)).isEqualTo(new Deferred(Duration.ZERO));
  }

  @Test
  void circuits_countTimeoutsNetworkFaultsAndOverload_andTakeAnyOtherAnswerForLife() {
    for (int status = 100; status < 600; status++) {
      boolean failure = status == 408 || status == 429 || status >= 500;
      assertThat(Judgement.isCircuitFailure(answer(status)))
          .as("status %d", status)
          .isEqualTo(failure);
      assertThat(Judgement.isCircuitSuccess(answer(status)))
          .as("status %d", status)
          .isEqualTo(!failure);
    }
    for (Trouble trouble : Trouble.values()) {
      SendResult result = new Unanswered(trouble, "");
      assertThat(Judgement.isCircuitFailure(result)).isEqualTo(trouble.isFault());
      assertThat(Judgement.isCircuitSuccess(result)).isFalse();
    }
    for (SendResult result : new SendResult[] {new Unsent(), new Unsigned("r", "")}) {
      assertThat(Judgement.isCircuitFailure(result)).isFalse();
      assertThat(Judgement.isCircuitSuccess(result)).isFalse();
    }
  }

  @Test
  void wordsOfOutcomesAndReasons_areOfTheClosedSets() {
    for (int status = 0; status < 1_000; status += 50) {
      assertThat(Outcomes.ALL)
          .contains(Outcomes.of(answer(status)), Outcomes.shown(answer(status)));
    }
    for (Trouble trouble : Trouble.values()) {
      SendResult result = new Unanswered(trouble, "");
      assertThat(Outcomes.ALL).contains(Outcomes.of(result), Outcomes.shown(result));
    }
    assertThat(Outcomes.ALL)
        .contains(Outcomes.of(new Unsent()), Outcomes.of(new Unsigned("r", "")));
    assertThat(Outcomes.ALL).doesNotHaveDuplicates().allMatch(word -> word.matches("[a-z-]+"));
    assertThat(DeadReasons.ALL).doesNotHaveDuplicates().allMatch(word -> word.matches("[a-z-]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"200", "2xx", "4x", "600", "abc", "400;405"})
  void statusThatCannotBeFinal_failsTheDeployment(String value) {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> RetrySettings.of(new MapConfig(Map.of("surety.webhook.final-statuses", value))))
        .hasMessageContaining("surety.webhook.final-statuses = '" + value + "' is not allowed");
  }

  private static Answered challenge(String field) {
    return new Answered(401, Optional.empty(), Optional.of(field), "");
  }
}
