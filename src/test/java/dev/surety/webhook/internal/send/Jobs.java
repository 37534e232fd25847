package dev.surety.webhook.internal.send;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.webhook.internal.send.Prepared.Ready;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs to sign. */
final class Jobs {

  static final byte[] BODY = "{\"order\":1}".getBytes(StandardCharsets.UTF_8);

  private Jobs() {}

  static Job of(Job.Message message, Job.@Nullable Receiver receiver) {
    UUID none = new UUID(0, 0);
    return new Job(none, 1, new Lane(none, none), 1, null, message, receiver);
  }

  static Job of(String webhookId, byte[] body) {
    return of(message(webhookId, body, Map.of(), null, null, null, false), null);
  }

  static Job to(String ring, String signatures, byte[] body) {
    return of(
        message("msg_1", body, Map.of(), null, null, null, false),
        new Job.Receiver("partner", ring, signatures, Map.of(), null, null));
  }

  static Job.Message message(
      String webhookId,
      byte[] body,
      Map<String, String> headers,
      @Nullable String sequenceKey,
      @Nullable Long sequenceNumber,
      @Nullable String traceparent,
      boolean redelivered) {
    return new Job.Message(
        "",
        "https://example.com/hooks",
        "https://example.com/hooks",
        "order.created",
        webhookId,
        "application/json",
        body,
        headers,
        sequenceKey,
        sequenceNumber,
        8,
        null,
        null,
        traceparent,
        redelivered);
  }

  /** By name, which is there once. */
  static Map<String, String> header(Prepared prepared) {
    return header(((Ready) prepared).fields());
  }

  static Map<String, String> header(List<Field> fields) {
    Map<String, String> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Field field : fields) {
      if (header.put(field.name(), field.value()) != null) {
        throw new IllegalStateException(field.name() + " is there twice");
      }
    }
    return header;
  }
}
