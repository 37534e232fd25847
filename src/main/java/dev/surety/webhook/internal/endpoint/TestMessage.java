package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Fingerprint;
import dev.surety.core.LimitedLog;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoints.TestResult;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.Outcomes;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import dev.surety.webhook.internal.send.Sender;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends an endpoint one message of type {@value #TYPE}, past queue and circuit, and waits for what
 * comes of it. The caller is told no address; operators find it in the log.
 */
final class TestMessage {

  static final String TYPE = "surety.test";

  private static final byte[] BODY =
      ("{\"type\":\"" + TYPE + "\"}").getBytes(StandardCharsets.UTF_8);

  private final Sender sender;
  private final CircuitIds ids;
  private final Fingerprint fingerprint;
  private final Duration patience;
  private final LimitedLog failed =
      new LimitedLog(
          System.getLogger(TestMessage.class.getName()),
          Level.WARNING,
          "a test of an endpoint had no answer");

  /**
   * @param patience longer than the sender's own deadline
   */
  TestMessage(Sender sender, CircuitIds ids, Fingerprint fingerprint, Duration patience) {
    this.sender = sender;
    this.ids = ids;
    this.fingerprint = fingerprint;
    this.patience = patience;
  }

  TestResult send(Endpoint endpoint) {
    CompletableFuture<SendResult> done = new CompletableFuture<>();
    sender.send(job(endpoint), done::complete);
    SendResult result = await(done);
    if (result instanceof Unanswered unanswered) {
      failed.logAbout(
          "%s, %s; %s"
              .formatted(
                  unanswered.trouble().outcome(),
                  unanswered.error(),
                  Urls.logged(endpoint.settings().url(), fingerprint)));
    }
    int status = result instanceof Answered answered ? answered.status() : 0;
    return new TestResult(Outcomes.shown(result), status);
  }

  private SendResult await(CompletableFuture<SendResult> done) {
    try {
      return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return new Unanswered(SendResult.Trouble.TIMEOUT, "no result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SendResult.Unsent();
    }
  }

  private Job job(Endpoint endpoint) {
    Settings settings = endpoint.settings();
    Job.Message message =
        new Job.Message(
            settings.tenant(),
            settings.url().toString(),
            settings.name(),
            TYPE,
            "test_" + UUID.randomUUID(),
            "application/json",
            BODY.clone(),
            Map.of(),
            null,
            null,
            1,
            null,
            null,
            null,
            false);
    Job.Receiver receiver =
        new Job.Receiver(
            settings.name(),
            settings.ring(),
            EndpointStatements.signatures(settings.signatures()),
            settings.headers(),
            settings.clientCertificate(),
            settings.maxInFlight());
    Lane lane = new Lane(ids.endpoint(settings.tenant(), endpoint.id()), endpoint.id());
    return new Job(UUID.randomUUID(), 0, lane, 1, null, message, receiver);
  }
}
