package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.surety.webhook.TaskNotification;
import dev.surety.webhook.WebhookMessage;
import java.net.URI;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRulesTest {

  private static final URI URL = URI.create("https://example.com/");

  @Test
  void usualMessage_isAllowed() {
    assertThatCode(
            () ->
                MessageRules.check(
                    WebhookMessage.to(URL)
                        .type("order.created")
                        .tenant("mandant-ä")
                        .sequenceKey("Bestellung 17 😀")
                        .breakerKey("x")
                        .idempotencyKey("A-z_09")
                        .payload(new byte[0], "application/json; charset=utf-8")
                        .maxAttempts(100)
                        .notBefore(Instant.parse("2026-01-01T00:00:00Z"))
                        .expiresAt(Instant.parse("2026-01-02T00:00:00Z"))
                        .build()))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> MessageRules.check(WebhookMessage.toEndpoint("a.b-c").payload("x").build()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ä", "a\n", "\u0000"})
  void typeThatIsNotVisibleAscii_isRefused(String type) {
    refused(m -> m.type(type), "type");
    refused(m -> m.type("t".repeat(129)), "129");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\nb", "\ud83d", "\ude00x", "\u0085"})
  void textThatCannotBeStored_isRefused(String text) {
    refused(m -> m.tenant(text), "tenant");
    refused(m -> m.sequenceKey(text), "sequence key");
    refused(m -> m.breakerKey(text), "breaker key");
    refused(m -> m.payload(TaskNotification.of(text, "done")), "task id");
    refused(m -> m.payload(TaskNotification.of("t", "done").taskType(text)), "task type");
  }

  @Test
  void longestTexts_areAllowed() {
    assertThatCode(
            () ->
                MessageRules.check(
                    WebhookMessage.to(URL)
                        .tenant("ä".repeat(128))
                        .sequenceKey("😀".repeat(255))
                        .breakerKey("k".repeat(255))
                        .payload("x")
                        .build()))
        .doesNotThrowAnyException();
  }

  @Test
  void textThatIsTooLongOrEmpty_isRefused() {
    refused(m -> m.tenant("t".repeat(129)), "up to 128 characters");
    refused(m -> m.sequenceKey("k".repeat(256)), "256 characters");
    refused(m -> m.sequenceKey(""), "sequence key");
    refused(m -> m.breakerKey(""), "breaker key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "ä", "a:b", "a\n"})
  void idempotencyKeyThatDoesNotMatch_isRefused(String key) {
    refused(m -> m.idempotencyKey(key), "idempotency key");
    refused(m -> m.idempotencyKey("k".repeat(129)), "A-Za-z0-9_-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "json", "a/b\r\nX: y", "a/b; ä", "a /b", "a/b/c"})
  void mediaTypeThatIsNone_isRefused(String type) {
    refused(m -> m.payload(new byte[0], type), "media type");
  }

  @Test
  void longestTypes_areAllowed_andNoneLonger() {
    String media = "a/" + "b".repeat(253);
    assertThatCode(
            () ->
                MessageRules.check(
                    WebhookMessage.to(URL)
                        .type("t".repeat(128))
                        .payload(new byte[0], media)
                        .build()))
        .doesNotThrowAnyException();
    refused(m -> m.type("t".repeat(129)), "up to 128");
    refused(m -> m.payload(new byte[0], media + "b"), "256 characters");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101, Integer.MAX_VALUE})
  void attemptsOutOfRange_areRefused(int attempts) {
    refused(m -> m.maxAttempts(attempts), "1 to 100");
  }

  @Test
  void timesThatCannotBe_areRefused() {
    refused(m -> m.expiresAt(Instant.MAX), "expiresAt");
    refused(m -> m.notBefore(Instant.MIN), "notBefore");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    refused(m -> m.notBefore(now).expiresAt(now), "never be sent");
  }

  @Test
  void endpointsNameThatCannotBe_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageRules.check(WebhookMessage.toEndpoint("a/b").payload("x").build()))
        .withMessageContaining("endpoint 'a/b'");
  }

  @Test
  void headersOfDelivery_areRefused() {
    refused(m -> m.header("webhook-id", "x"), "webhook-id");
  }

  @Test
  void values_areToldCleanedAndCut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(m -> m.type("x\u202e\n" + "y".repeat(10_000))))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("10003 characters")
                    .hasSizeLessThan(300)
                    .matches("[ -~]*"));
  }

  private static void refused(Consumer<WebhookMessage.Builder> change, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(change))
        .withMessageContaining(words);
  }

  private static void check(Consumer<WebhookMessage.Builder> change) {
    WebhookMessage.Builder builder = WebhookMessage.to(URL).payload("x");
    change.accept(builder);
    MessageRules.check(builder.build());
  }
}
