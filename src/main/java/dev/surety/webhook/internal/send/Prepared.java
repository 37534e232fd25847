package dev.surety.webhook.internal.send;

import dev.surety.signature.HttpMessage.Field;
import java.util.List;

/** An attempt's header, or why there is none. */
public sealed interface Prepared {

  /**
   * The request can be sent.
   *
   * @param fields every field but those that the connection sets: {@code Host}, lengths and {@code
   *     Connection}
   */
  record Ready(List<Field> fields) implements Prepared {

    public Ready {
      fields = List.copyOf(fields);
    }
  }

  /**
   * It cannot be signed now.
   *
   * @param ring or signer, which has no usable key
   */
  record Unsigned(String ring, String error) implements Prepared {}
}
