package dev.surety.webhook.internal.send;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes one attempt and waits for what comes of it. */
public final class OneAttempt {

  private static final int PATIENCE_SECONDS = 60;

  private OneAttempt() {}

  public static SendResult of(Sender sender, Job job) throws InterruptedException {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    sender.send(job, result::complete);
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("an attempt had no result", e);
    }
  }
}
