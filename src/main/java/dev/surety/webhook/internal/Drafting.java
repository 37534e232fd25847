package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.core.Micros;
import dev.surety.core.ShortHash;
import dev.surety.webhook.TaskNotification;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.endpoint.CircuitIds;
import dev.surety.webhook.internal.send.HeaderJson;
import dev.surety.webhook.internal.send.Job.Task;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.MessageRules;
import dev.surety.webhook.internal.send.Payloads;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks messages and makes drafts of them, so that a bad one fails its caller alone. */
final class Drafting {

  private static final Pattern PLAIN = Pattern.compile("[!-~]{1,2048}");

  private final String application;
  private final WebhookSettings settings;
  private final DeliveryIds ids;
  private final CircuitIds circuits;
  private final Function<URI, Optional<String>> urls;
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
    this.circuits = new CircuitIds(application);
    this.urls = urls;
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
    URI url = message.url();
    String destination = endpoint == null ? "url:" + checked(url) : "endpoint:" + endpoint;
    String query = url == null || url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String sequence = message.sequenceKey();
    Integer attempts = message.maxAttempts();
    return new Draft(
        id,
        lane(message, endpoint),
        message.tenant(),
        url == null ? null : url.toString(),
        circuitKey(message),
        message.type(),
        webhookId,
        key == null ? null : hash("key", message.tenant(), destination + query, key),
        hash(body),
        message.contentType(),
        body,
        HeaderJson.write(message.headers()),
        sequence == null ? null : hash("sequence", message.tenant(), destination, sequence),
        sequence,
        attempts == null ? settings.maxAttempts() : attempts,
        micros(message.expiresAt()),
        micros(message.notBefore()),
        task(message.payload()),
        traceparent.get());
  }

  private Lane lane(WebhookMessage message, @Nullable UUID endpoint) {
    String key = message.breakerKey();
    UUID circuit =
        key != null
            ? circuits.key(message.tenant(), key)
            : endpoint != null
                ? circuits.endpoint(message.tenant(), endpoint)
                : circuits.url(message.tenant(), known(message.url()));
    return new Lane(circuit, endpoint == null ? Lane.NO_ENDPOINT : endpoint);
  }

  private static String circuitKey(WebhookMessage message) {
    if (message.breakerKey() != null) {
      return message.breakerKey();
    }
    return message.endpoint() != null ? message.endpoint() : CircuitIds.key(known(message.url()));
  }

  private String checked(@Nullable URI url) {
    URI known = known(url);
    if (!PLAIN.matcher(known.toString()).matches()) {
      throw new IllegalArgumentException(
          "the url has %d characters; give it 1 to 2048 of ASCII, others percent-encoded"
              .formatted(known.toString().length()));
    }
    if (known.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the url '%s' has a fragment, which is never sent; leave it out"
              .formatted(LimitedLog.clean(CircuitIds.key(known))));
    }
    Optional<String> refusal = urls.apply(known);
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(
          "the url '%s' is not allowed: %s"
              .formatted(LimitedLog.clean(CircuitIds.key(known)), refusal.get()));
    }
    return CircuitIds.key(known);
  }

  private static URI known(@Nullable URI url) {
    if (url == null) {
      throw new IllegalArgumentException("a message goes to a url or to an endpoint");
    }
    return url;
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

  private static UUID hash(byte[] body) {
    return ShortHash.of(body);
  }
}
