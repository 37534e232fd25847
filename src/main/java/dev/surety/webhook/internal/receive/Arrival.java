package dev.surety.webhook.internal.receive;

import dev.surety.signature.HttpMessage.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in; nothing of it is trusted.
 *
 * @param fields the header's lines
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Arrival(String method, String target, List<Field> fields, byte[] body) {

  static Arrival of(String method, String target, Map<String, List<String>> headers, byte[] body) {
    List<Field> fields = new ArrayList<>();
    headers.forEach((name, values) -> add(fields, name, values));
    return new Arrival(method, target, fields, body);
  }

  /** Servers have been seen to give null for what is not there. */
  private static void add(
      List<Field> fields, @Nullable String name, @Nullable List<String> values) {
    if (name != null && values != null) {
      for (@Nullable String value : values) {
        if (value != null) {
          fields.add(new Field(name, value));
        }
      }
    }
  }

  boolean has(String name) {
    return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }

  /** The one line of that name; {@code null} if there is none or more than one. */
  @Nullable String only(String name) {
    List<Field> found =
        fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).toList();
    return found.size() == 1 ? found.get(0).value() : null;
  }
}
