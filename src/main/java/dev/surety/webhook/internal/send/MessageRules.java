package dev.surety.webhook.internal.send;

import dev.surety.core.LimitedLog;
import dev.surety.webhook.TaskNotification;
import dev.surety.webhook.WebhookMessage;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which messages may be sent. No I/O.
 *
 * <p>Whatever passes can be stored and sent, so that one bad message of a batch fails alone.
 */
public final class MessageRules {

  private static final int MOST_ATTEMPTS = 100;
  private static final int LONGEST_TYPE = 128;
  private static final int LONGEST_MEDIA_TYPE = 255;
  private static final Pattern ENDPOINT = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[!#$%&'*+.^_`|~\\w-]++/[!#$%&'*+.^_`|~\\w-]++( *;[ -~]*[!-~])?");

  // made once: each send would pay more for the words than for the rules
  private static final String TENANT_WORDS =
      "up to %d characters, none of them control".formatted(TextRules.LONGEST_TENANT);
  private static final String KEY_WORDS =
      "1 to %d characters, none of them control".formatted(TextRules.LONGEST_KEY);

  private static final String MEDIA_TYPE_WORDS =
      "a media type of up to %d characters, such as text/plain".formatted(LONGEST_MEDIA_TYPE);

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private MessageRules() {}

  /**
   * Checks all but the url, which has a policy, and the payload, which {@link Payloads} writes.
   *
   * @throws IllegalArgumentException naming value, rule and what to do
   */
  public static void check(WebhookMessage message) {
    check(
        "type",
        message.type(),
        text -> TextRules.isVisibleAscii(text, LONGEST_TYPE),
        "up to 128 visible ASCII characters");
    check("tenant", message.tenant(), TextRules::isTenant, TENANT_WORDS);
    check("endpoint", message.endpoint(), ENDPOINT, "1 to 128 of A-Za-z0-9_.-");
    checkKey("sequence key", message.sequenceKey());
    checkKey("breaker key", message.breakerKey());
    check("idempotency key", message.idempotencyKey(), IDEMPOTENCY_KEY, "1 to 128 of A-Za-z0-9_-");
    check("media type", message.contentType(), MessageRules::isMediaType, MEDIA_TYPE_WORDS);
    if (message.payload() instanceof TaskNotification task) {
      checkKey("task id", task.taskId());
      checkKey("task type", task.taskType());
    }
    checkAttempts(message.maxAttempts());
    checkTimes(message.notBefore(), message.expiresAt());
    HeaderRules.check(message.headers());
  }

  private static boolean isMediaType(String value) {
    return value.length() <= LONGEST_MEDIA_TYPE && MEDIA_TYPE.matcher(value).matches();
  }

  private static void checkKey(String what, @Nullable String key) {
    check(what, key, text -> TextRules.isText(text, TextRules.LONGEST_KEY), KEY_WORDS);
    if (key != null && key.isEmpty()) {
      throw new IllegalArgumentException("the %s is empty; leave it out instead".formatted(what));
    }
  }

  private static void check(String what, @Nullable String value, Pattern rule, String words) {
    check(what, value, rule.asMatchPredicate(), words);
  }

  private static void check(
      String what, @Nullable String value, Predicate<String> rule, String words) {
    if (value != null && !rule.test(value)) {
      throw new IllegalArgumentException(
          "%s '%s' (%d characters) is not allowed; give it %s"
              .formatted(what, LimitedLog.clean(value), value.length(), words));
    }
  }

  private static void checkAttempts(@Nullable Integer attempts) {
    if (attempts != null && (attempts < 1 || attempts > MOST_ATTEMPTS)) {
      throw new IllegalArgumentException(
          "max attempts %d is not allowed; give it 1 to %d".formatted(attempts, MOST_ATTEMPTS));
    }
  }

  private static void checkTimes(@Nullable Instant notBefore, @Nullable Instant expiresAt) {
    checkTime("notBefore", notBefore);
    checkTime("expiresAt", expiresAt);
    if (notBefore != null && expiresAt != null && !notBefore.isBefore(expiresAt)) {
      throw new IllegalArgumentException(
          "notBefore %s is not before expiresAt %s, so that it would never be sent; change one"
              .formatted(notBefore, expiresAt));
    }
  }

  private static void checkTime(String what, @Nullable Instant time) {
    if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(LAST))) {
      throw new IllegalArgumentException(
          "%s %s is not allowed; give it a time between 1970 and 9999".formatted(what, time));
    }
  }
}
