package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.Settlement.Settled;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Deferred;
import dev.surety.webhook.internal.Verdict.Delivered;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Unsigned;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What observers are told of a settlement. */
final class SettledEvents {

  private static final LimitedLog UNSIGNED =
      new LimitedLog(
          System.getLogger(SettledEvents.class.getName()),
          Level.WARNING,
          "deliveries wait, because there is no key to sign them with");

  private SettledEvents() {}

  static Stream<WebhookEvent> of(Settled settled) {
    return Stream.concat(
        settled.settled().stream().map(SettledEvents::event).filter(Objects::nonNull),
        settled.changes().events().stream());
  }

  private static @Nullable WebhookEvent event(Outcome outcome) {
    Job job = outcome.job();
    Job.Message message = job.message();
    Verdict verdict = outcome.verdict();
    if (verdict instanceof Delivered && outcome.result() instanceof Answered answered) {
      return new WebhookEvent.Delivered(
          job.id(), message.webhookId(), message.type(), job.attempt(), answered.status());
    }
    if (verdict instanceof Retry retry) {
      return new WebhookEvent.WillRetry(
          job.id(),
          message.webhookId(),
          message.type(),
          job.attempt(),
          retry.outcome(),
          retry.after());
    }
    if (verdict instanceof Dead dead) {
      return new WebhookEvent.Dead(
          job.id(), message.webhookId(), message.type(), outcome.attempts(), dead.reason());
    }
    if (verdict instanceof Deferred && outcome.result() instanceof Unsigned unsigned) {
      UNSIGNED.logAbout(unsigned.ring() + ": " + unsigned.error());
      return new WebhookEvent.KeyMissing(job.id(), unsigned.ring());
    }
    return null;
  }
}
