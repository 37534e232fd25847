package dev.surety.webhook;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a long-running task tells whoever started it, as a message's payload.
 *
 * <p>It is written as JSON with names in snake case, what is null left out, and with the message's
 * {@code webhook-id} as {@code idempotency_key}: the form of AdCP's webhooks, which ask for all but
 * result, token and notification type.
 *
 * @param status such as {@code completed} or {@code input-required}
 * @param taskType such as {@code create_media_buy}
 * @param result an object that is written as JSON
 * @param token what the caller gave to be told back
 * @param operationId what the caller calls it
 * @param timestamp when it happened; the same for the same idempotency key
 */
public record TaskNotification(
    String taskId,
    String status,
    @Nullable String taskType,
    @Nullable Object result,
    @Nullable String token,
    @Nullable String operationId,
    @Nullable Kind notificationType,
    @Nullable Instant timestamp) {

  public TaskNotification {
    Objects.requireNonNull(taskId, "taskId");
    Objects.requireNonNull(status, "status");
  }

  /** With nothing but the task and how it stands. */
  public static TaskNotification of(String taskId, String status) {
    return new TaskNotification(taskId, status, null, null, null, null, null, null);
  }

  public TaskNotification taskType(String value) {
    return new TaskNotification(
        taskId, status, value, result, token, operationId, notificationType, timestamp);
  }

  public TaskNotification result(Object value) {
    return new TaskNotification(
        taskId, status, taskType, value, token, operationId, notificationType, timestamp);
  }

  public TaskNotification token(String value) {
    return new TaskNotification(
        taskId, status, taskType, result, value, operationId, notificationType, timestamp);
  }

  public TaskNotification operationId(String value) {
    return new TaskNotification(
        taskId, status, taskType, result, token, value, notificationType, timestamp);
  }

  public TaskNotification notificationType(Kind value) {
    return new TaskNotification(
        taskId, status, taskType, result, token, operationId, value, timestamp);
  }

  public TaskNotification timestamp(Instant value) {
    return new TaskNotification(
        taskId, status, taskType, result, token, operationId, notificationType, value);
  }

  /** Why the task is told of. */
  public enum Kind {
    SCHEDULED,
    FINAL,
    ADJUSTED,
    DELAYED,
    WINDOW_UPDATE
  }
}
