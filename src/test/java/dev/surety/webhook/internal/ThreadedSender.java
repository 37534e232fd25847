package dev.surety.webhook.internal;

import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Hands each attempt to a few threads, as the sender over HTTP does. */
final class ThreadedSender implements Sender {

  /** A sender's one method. */
  interface Sending {
    void send(Job job, Consumer<SendResult> done);
  }

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Sending sending;

  ThreadedSender(Sending sending) {
    this.sending = sending;
  }

  @Override
  public void send(Job job, Consumer<SendResult> done) {
    threads.execute(() -> sending.send(job, done));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
