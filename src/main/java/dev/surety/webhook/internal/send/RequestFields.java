package dev.surety.webhook.internal.send;

import dev.surety.signature.HttpMessage.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of an attempt that are the same whoever signs it.
 *
 * <p>{@code webhook-sequence-key} (percent-encoded UTF-8) and {@code webhook-sequence-number} tell
 * the place of a message in its sequence, {@code webhook-redelivered: true} that it comes out of
 * order.
 */
final class RequestFields {

  static final String USER_AGENT = "Surety";
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private RequestFields() {}

  static List<Field> of(Job job) {
    Job.Message message = job.message();
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Content-Type", message.contentType()));
    fields.add(new Field("User-Agent", USER_AGENT));
    Map<String, String> own = own(job);
    String traceparent = message.traceparent();
    if (traceparent != null) {
      own.putIfAbsent("traceparent", traceparent);
    }
    own.forEach((name, value) -> fields.add(new Field(name, value)));
    addSequence(message, fields);
    fields.add(new Field("webhook-id", message.webhookId()));
    return fields;
  }

  /** What a message says goes before what its receiver's settings say. */
  private static Map<String, String> own(Job job) {
    Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    own.putAll(job.message().headers());
    Job.Receiver receiver = job.receiver();
    if (receiver != null) {
      receiver.headers().forEach(own::putIfAbsent);
    }
    return own;
  }

  private static void addSequence(Job.Message message, List<Field> fields) {
    String key = message.sequenceKey();
    Long number = message.sequenceNumber();
    if (key != null && number != null) {
      fields.add(new Field("webhook-sequence-key", encoded(key)));
      fields.add(new Field("webhook-sequence-number", number.toString()));
    }
    if (message.redelivered()) {
      fields.add(new Field("webhook-redelivered", "true"));
    }
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(Character.forDigit((b >> 4) & 0xf, 16));
        encoded.append(Character.forDigit(b & 0xf, 16));
      }
    }
    return encoded.toString();
  }
}
