package dev.surety.webhook.internal;

import dev.surety.core.Micros;
import dev.surety.core.ShortHash;
import dev.surety.webhook.TaskNotification;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.Destinations.Destination;
import dev.surety.webhook.internal.endpoint.CircuitIds;
import dev.surety.webhook.internal.send.HeaderJson;
import dev.surety.webhook.internal.send.Job.Task;
import dev.surety.webhook.internal.send.MessageRules;
import dev.surety.webhook.internal.send.Payloads;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks messages and makes drafts of them, so that a bad one fails its caller alone. */
final class Drafting {

  private final String application;
  private final WebhookSettings settings;
  private final DeliveryIds ids;
  private final Destinations destinations;
  private final Supplier<@Nullable String> traceparent;

  /**
   * @param urls what is wrong with a url, without looking its host up
   * @param traceparent of the current request
   */
  Drafting(
      String application,
      WebhookSettings settings,
      DeliveryIds ids,
      Function<URI, Optional<String>> urls,
      Supplier<@Nullable String> traceparent) {
    this.application = application;
    this.settings = settings;
    this.ids = ids;
    this.destinations = new Destinations(new CircuitIds(application), urls);
    this.traceparent = traceparent;
  }

  /**
   * @param endpoint whose name the message has; null where it goes to a url
   * @throws IllegalArgumentException naming what is not allowed
   */
  Draft draft(WebhookMessage message, @Nullable UUID endpoint) {
    MessageRules.check(message);
    UUID id = ids.next();
    String key = message.idempotencyKey();
    String webhookId = key == null ? "msg_" + id.toString().replace("-", "") : key;
    byte[] body = Payloads.bytes(message.payload(), webhookId, settings.maxPayload());
    Destination to = destinations.of(message, endpoint);
    URI url = message.url();
    String query = url == null || url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String sequence = message.sequenceKey();
    Integer attempts = message.maxAttempts();
    return new Draft(
        id,
        to.lane(),
        message.tenant(),
        url == null ? null : url.toString(),
        to.key(),
        message.type(),
        webhookId,
        key == null ? null : hash("key", message.tenant(), to.name() + query, key),
        message.contentType(),
        body,
        HeaderJson.write(message.headers()),
        sequence == null ? null : hash("sequence", message.tenant(), to.name(), sequence),
        sequence,
        attempts == null ? settings.maxAttempts() : attempts,
        micros(message.expiresAt()),
        micros(message.notBefore()),
        task(message.payload()),
        traceparent.get());
  }

  private static @Nullable Task task(Object payload) {
    if (!(payload instanceof TaskNotification task)) {
      return null;
    }
    TaskNotification.Kind kind = task.notificationType();
    return new Task(
        task.taskId(), task.taskType(), kind == null ? null : kind.name().toLowerCase(Locale.ROOT));
  }

  private static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : Micros.of(instant);
  }

  private UUID hash(String... parts) {
    return ShortHash.of(application, parts);
  }
}
