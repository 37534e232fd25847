package dev.surety.webhook.internal.send;

import java.util.function.Consumer;

/** Makes attempts; needs no transaction and no connection. */
public interface Sender extends AutoCloseable {

  /**
   * Begins an attempt and returns at once.
   *
   * @param done is told once, on any thread, what came of it; must not block
   */
  void send(Job job, Consumer<SendResult> done);

  /** Ends what runs: each is told, as {@link SendResult.Unanswered}. */
  @Override
  void close();
}
