package dev.surety.webhook.internal.send;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.surety.core.json.Json;
import dev.surety.core.json.NotStrictJsonException;
import dev.surety.core.json.StrictJson;
import dev.surety.webhook.TaskNotification;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a message's payload as the bytes that every attempt sends. */
public final class Payloads {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonGenerator.Feature.STRICT_DUPLICATE_DETECTION)
          .addModule(
              new SimpleModule("surety-times")
                  .addSerializer(TemporalAccessor.class, ToStringSerializer.instance)
                  .addSerializer(TemporalAmount.class, ToStringSerializer.instance))
          .build();

  private Payloads() {}

  /**
   * Bytes as they are, anything else as JSON: times as ISO-8601 text, a task's notification in
   * snake case with the {@code idempotency_key} by which AdCP receivers tell repeats.
   *
   * @param most the most bytes
   * @throws IllegalArgumentException if it cannot be written, or is too long
   */
  public static byte[] bytes(Object payload, String webhookId, int most) {
    byte[] bytes =
        payload instanceof byte[] given
            ? given
            : json(
                payload instanceof TaskNotification task ? members(task, webhookId) : payload,
                payload.getClass());
    if (bytes.length > most) {
      throw new IllegalArgumentException(
          "the payload has %d bytes, more than surety.webhook.max-payload = %d; send a link to it"
              .formatted(bytes.length, most));
    }
    return bytes;
  }

  private static byte[] json(Object value, Class<?> type) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(value);
      checkText(bytes);
      return bytes;
    } catch (JsonProcessingException | NotStrictJsonException | StackOverflowError e) {
      throw new IllegalArgumentException(
          "a payload of type %s cannot be written as JSON; send bytes, or an object that Jackson"
                  .formatted(type.getName())
              + " can write",
          e);
    }
  }

  /** Jackson escapes what UTF-8 cannot carry, and receivers differ on what that means. */
  private static void checkText(byte[] json) throws NotStrictJsonException {
    for (int i = 0; i + 2 < json.length; i++) {
      if (json[i] == '\\' && json[i + 1] == 'u' && (json[i + 2] == 'D' || json[i + 2] == 'd')) {
        Json unused = StrictJson.read(json);
        return;
      }
    }
  }

  private static Map<String, Object> members(TaskNotification task, String webhookId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("idempotency_key", webhookId);
    put(members, "operation_id", task.operationId());
    members.put("task_id", task.taskId());
    put(members, "task_type", task.taskType());
    members.put("status", task.status());
    put(members, "timestamp", task.timestamp());
    put(members, "notification_type", word(task.notificationType()));
    put(members, "token", task.token());
    put(members, "result", task.result());
    return members;
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private static @Nullable String word(TaskNotification.@Nullable Kind kind) {
    return kind == null ? null : kind.name().toLowerCase(Locale.ROOT);
  }
}
