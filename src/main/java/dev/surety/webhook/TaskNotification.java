package dev.surety.webhook;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a long-running task tells whoever started it, as a message's payload.
 *
 * <p>It is written as JSON with names in snake case, what is null left out.
 *
 * @param result an object that is written as JSON
 * @param token what the caller gave to be told back
 */
public record TaskNotification(
    String taskId,
    String status,
    @Nullable String taskType,
    @Nullable Object result,
    @Nullable String token,
    @Nullable String operationId,
    @Nullable Kind notificationType) {

  public TaskNotification {
    Objects.requireNonNull(taskId, "taskId");
    Objects.requireNonNull(status, "status");
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
