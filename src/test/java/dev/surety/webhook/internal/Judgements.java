package dev.surety.webhook.internal;

import dev.surety.testing.MapConfig;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.SendResult.Answered;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Verdicts on attempts of one delivery. */
abstract class Judgements {

  static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");

  static Verdict judge(SendResult result, int attempt) {
    return judge(Map.of(), result, attempt);
  }

  static Verdict judge(Map<String, String> config, SendResult result, int attempt) {
    return judgement(config).of(result, job(attempt, null), NOW);
  }

  /** With a random source in the middle, so that pauses are the usual ones. */
  static Judgement judgement(Map<String, String> config) {
    return new Judgement(RetrySettings.of(new MapConfig(config)), () -> 0.5);
  }

  static Answered answer(int status) {
    return new Answered(status, Optional.empty(), Optional.empty(), "");
  }

  static Job job(int attempt, @Nullable Instant expiresAt) {
    Job.Message message =
        new Job.Message(
            "",
            "https://a.example/",
            "a",
            "t",
            "id",
            "application/json",
            new byte[0],
            Map.of(),
            null,
            null,
            8,
            expiresAt,
            null,
            null,
            false);
    return new Job(
        UUID.randomUUID(),
        1,
        new Lane(new UUID(0, 1), Lane.NO_ENDPOINT),
        attempt,
        null,
        message,
        null);
  }
}
