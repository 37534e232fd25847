package dev.surety.webhook.internal.receive;

import dev.surety.core.json.Json;
import dev.surety.core.json.NotStrictJsonException;
import dev.surety.core.json.StrictJson;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what repeats of a message are told whose signature covers its body and not {@code webhook-id}.
 *
 * <p>AdCP senders put it into the body as {@code idempotency_key}; that goes before the header,
 * which anybody on the way could change.
 */
final class MessageId {

  private static final Pattern ID = Pattern.compile("[!-~]{1,255}");

  private MessageId() {}

  /**
   * @param signature what is over the body
   */
  static Finding of(Arrival arrival, String signature) {
    String signed = inBody(arrival.body());
    return signed == null ? checked(arrival.only("webhook-id"), signature) : checked(signed, "");
  }

  /** Where the signature covers that. */
  static Finding ofHeader(Arrival arrival) {
    return checked(arrival.only("webhook-id"), "");
  }

  private static Finding checked(@Nullable String id, String unsignedBy) {
    return id != null && ID.matcher(id).matches()
        ? new Finding.Genuine(id, unsignedBy)
        : Finding.malformed("the message's id is missing, repeated, or not allowed");
  }

  private static @Nullable String inBody(byte[] body) {
    try {
      return StrictJson.read(body) instanceof Json.Members members
              && members.values().get("idempotency_key") instanceof Json.Text text
          ? text.value()
          : null;
    } catch (NotStrictJsonException e) {
      return null;
    }
  }
}
