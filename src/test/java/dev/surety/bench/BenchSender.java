package dev.surety.bench;

import dev.surety.keys.MacKeys;
import dev.surety.webhook.internal.send.HttpSender;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.OneAttempt;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.SendSettings;
import dev.surety.webhook.internal.send.SignedRequests;
import dev.surety.webhook.internal.send.WireSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.Config;

/** Surety's own HTTP client and signatures, for those that call and wait. */
final class BenchSender implements AutoCloseable {

  private static final Lane LANE = new Lane(new UUID(0, 2), Lane.NO_ENDPOINT);

  private final HttpSender sender;

  BenchSender(Config config, MacKeys macs, ThreadFactory threads) {
    SignedRequests signed =
        new SignedRequests(
            WireSettings.of(config),
            macs,
            List.of(),
            name -> {
              throw new IllegalStateException("no RFC 9421 here");
            },
            InstantSource.system());
    sender = new HttpSender(SendSettings.of(config), signed, 0, threads);
  }

  /** Signs, posts and waits for the answer; throws unless that is 200. */
  void deliver(URI url, String id, byte[] body) {
    try {
      SendResult result = OneAttempt.of(sender, job(url.toString(), id, body));
      if (!(result instanceof SendResult.Answered answered) || answered.status() != 200) {
        throw new IllegalStateException(result.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Job job(String url, String id, byte[] body) {
    Job.Message message =
        new Job.Message(
            "",
            url,
            url,
            "bench.event",
            id,
            "application/json",
            body,
            Map.of(),
            null,
            null,
            8,
            null,
            null,
            null,
            false);
    return new Job(new UUID(0, 1), 1, LANE, 1, null, message, null);
  }

  @Override
  public void close() {
    sender.close();
  }
}
