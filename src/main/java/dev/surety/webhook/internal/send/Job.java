package dev.surety.webhook.internal.send;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One claimed delivery: what is to be sent, and the right to say what became of it.
 *
 * @param id names the delivery
 * @param fence which claim it is; a later one takes the right away
 * @param attempt the number of the attempt that is to be made, from 1
 * @param probe the lease on the circuit's row under which it is sent; null where it is closed
 */
public record Job(
    UUID id,
    int fence,
    Lane lane,
    int attempt,
    @Nullable UUID probe,
    Message message,
    @Nullable Receiver receiver) {

  /** How many bytes its body has. */
  public int size() {
    return message.body().length;
  }

  /** Whether its message is dead unless this one succeeds. */
  public boolean isLastAttempt() {
    return attempt >= message.maxAttempts();
  }

  /**
   * What is delivered.
   *
   * @param url where it goes: the receiver's, if it goes to a registered one
   * @param circuitKey what operators call its circuit
   * @param redelivered whether it goes out of order, having been dead
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Message(
      String tenant,
      String url,
      String circuitKey,
      String type,
      String webhookId,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      @Nullable String sequenceKey,
      @Nullable Long sequenceNumber,
      int maxAttempts,
      @Nullable Instant expiresAt,
      @Nullable Task task,
      @Nullable String traceparent,
      boolean redelivered) {}

  /** What the log tells of a task's notification. */
  public record Task(String id, @Nullable String type, @Nullable String notification) {}

  /**
   * A registered endpoint's settings.
   *
   * @param ring null for the configured one
   * @param signatures names of {@link dev.surety.webhook.Endpoint.Signature}, separated by commas;
   *     empty for the configured ones
   * @param maxInFlight null for a fair share
   */
  public record Receiver(
      String name,
      @Nullable String ring,
      String signatures,
      Map<String, String> headers,
      @Nullable String clientCertificate,
      @Nullable Integer maxInFlight) {}
}
