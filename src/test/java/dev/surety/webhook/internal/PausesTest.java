package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.MapConfig;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Delivered;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult.Answered;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a delivery waits before its next attempt. */
class PausesTest extends Judgements {

  @ParameterizedTest
  @CsvSource({
    "1,PT5S",
    "2,PT20S",
    "3,PT1M20S",
    "4,PT5M20S",
    "5,PT21M20S",
    "6,PT1H25M20S",
    "7,PT5H41M20S"
  })
  void pauses_growFourfold(int attempt, Duration pause) {
    assertThat(judge(answer(500), attempt)).isEqualTo(new Retry(pause, "server-error"));
  }

  @Test
  void pauses_neverExceedTheCap_andAreSpreadAroundTheUsual() {
    RetrySettings settings = RetrySettings.of(new MapConfig(Map.of()));
    assertThat(Backoff.pause(settings, 99, 1)).isEqualTo(Duration.ofHours(6));
    assertThat(Backoff.pause(settings, 1, 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(Backoff.pause(settings, 1, 1)).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void schedule_isKeptAsItIs_andItsLastPauseRepeats() {
    Map<String, String> config =
        Map.of("surety.webhook.retry-schedule", "PT1S, PT1M", "surety.webhook.retry-jitter", "100");
    assertThat(judge(config, answer(500), 1))
        .isEqualTo(new Retry(Duration.ofSeconds(1), "server-error"));
    assertThat(judge(config, answer(500), 2))
        .isEqualTo(new Retry(Duration.ofMinutes(1), "server-error"));
    assertThat(judge(config, answer(500), 7))
        .isEqualTo(new Retry(Duration.ofMinutes(1), "server-error"));
  }

  @Test
  void retryAfter_makesAPauseLonger_withinItsBound_andNeverShorter() {
    assertThat(judge(retryAfter("90"), 1))
        .isEqualTo(new Retry(Duration.ofSeconds(90), "server-error"));
    assertThat(judge(retryAfter("Sat, 18 Apr 2026 14:02:00 GMT"), 1))
        .isEqualTo(new Retry(Duration.ofMinutes(2), "server-error"));
    assertThat(judge(retryAfter("999999999999999999999"), 1))
        .isEqualTo(new Retry(Duration.ofHours(6), "server-error"));
    assertThat(judge(retryAfter("1"), 1))
        .isEqualTo(new Retry(Duration.ofSeconds(5), "server-error"));
    assertThat(judge(retryAfter("soon"), 1))
        .isEqualTo(new Retry(Duration.ofSeconds(5), "server-error"));
  }

  @Test
  void retryThatWouldComeTooLate_isNotWaitedFor() {
    Job inTime = job(1, NOW.plusMillis(5_001));
    Job tooLate = job(1, NOW.plusSeconds(5));
    assertThat(judgement(Map.of()).of(answer(500), inTime, NOW)).isInstanceOf(Retry.class);
    assertThat(judgement(Map.of()).of(answer(500), tooLate, NOW)).isEqualTo(new Dead("expired"));
    assertThat(judgement(Map.of()).of(answer(200), tooLate, NOW)).isEqualTo(new Delivered());
  }

  @Test
  void longestSpan_isThatOfEveryPauseAtItsLongest() {
    RetrySettings settings =
        RetrySettings.of(new MapConfig(Map.of("surety.webhook.retry-after-max", "PT10S")));
    assertThat(settings.longestSpan(3)).isEqualTo(Duration.ofSeconds(10 + 24));
    assertThat(settings.longestSpan(1)).isZero();
  }

  private static Answered retryAfter(String field) {
    return new Answered(503, Optional.of(field), Optional.empty(), "");
  }
}
