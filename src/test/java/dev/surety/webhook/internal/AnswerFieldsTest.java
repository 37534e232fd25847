package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Retry-After} and {@code WWW-Authenticate}, which a receiver may fill with anything. */
class AnswerFieldsTest {

  private static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  private static final Duration MOST = Duration.ofHours(6);
  private static final int VALUES = Integer.getInteger("surety.fuzz", 2_000) * 10;
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|PT0S",
        "120|PT2M",
        " 7 |PT7S",
        "0000000000000000000000000007|PT7S",
        "21601|PT6H",
        "99999999999999999999999999|PT6H",
        "Sat, 18 Apr 2026 14:10:00 GMT|PT10M",
        "Saturday, 18-Apr-26 14:10:00 GMT|PT10M",
        "Sat Apr 18 14:10:00 2026|PT10M",
        "Wed Apr  8 14:10:00 2026|PT0S",
        "Sat, 18 Apr 2026 13:00:00 GMT|PT0S",
        "Sun, 18 Apr 2027 14:00:00 GMT|PT6H"
      })
  void retryAfter_isReadAsSecondsOrDate(String field, Duration pause) {
    assertThat(RetryAfter.of(field, NOW, MOST)).contains(pause);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "1.5", "1e3", "PT5S", "\u0661", "soon", "Sat, 18 Apr", "+5"})
  void retryAfterThatIsNeither_saysNothing(String field) {
    assertThat(RetryAfter.of(field, NOW, MOST)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Signature error=\"webhook_signature_invalid\"",
        "signature ERROR=webhook_replayed",
        "Signature error = \"webhook_x\"",
        "Signature realm=\"a, b\", error=\"webhook_x\"",
        "Signature error=\"\\webhook_x\"",
        "Basic realm=\"x\", Signature error=\"webhook_x\"",
        "Negotiate, Signature error=\"webhook_x\"",
        "Negotiate abc==, Signature error=\"webhook_x\", Bearer",
        ", ,Signature  error=\"webhook_x\",,",
        "Signature realm=\"\", error=\"webhook_x\""
      })
  void challengeThatRefusesAWebhooksSignature_isSeen(String field) {
    assertThat(WebhookChallenge.isIn(Optional.of(field))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Signature",
        "Signature error=\"request_signature_invalid\"",
        "Signature error=\"x_webhook_\"",
        "Signature error_description=\"webhook_x\"",
        "Bearer error=\"webhook_x\"",
        "Bearer realm=\"Signature error=\\\"webhook_x\\\"\"",
        "Signature realm=\"x\", Bearer error=\"webhook_x\"",
        "Signature error=\"webhook_x",
        "Signature error=\"webhook_x\\",
        "Signature error=\"webhook_x\" more",
        "Signature error=\"webhook_x\", (",
        "Signature error=",
        "Signature error==",
        "error=\"webhook_x\"",
        "Signature;error=\"webhook_x\"",
        "Signaturee error=\"webhook_x\""
      })
  void otherChallenges_andMalformedOnes_areNot(String field) {
    assertThat(WebhookChallenge.isIn(Optional.of(field))).isFalse();
  }

  @Test
  void challengeAmongOthers_isAlwaysSeen() {
    Random random = new Random(SEED);
    for (int i = 0; i < VALUES; i++) {
      StringBuilder field = new StringBuilder();
      int at = random.nextInt(4);
      for (int n = 0; n < 4; n++) {
        field.append(n == at ? "SIGNATURE a=b , error=\"webhook_e\"" : decoy(random));
        field.append(n == 3 ? "" : random.nextBoolean() ? "," : " ,\t, ");
      }
      assertThat(WebhookChallenge.isIn(Optional.of(field.toString())))
          .as("seed %d: %s", SEED, field)
          .isTrue();
    }
  }

  @Test
  void anyCharacters_areReadToAnEnd() {
    Random random = new Random(SEED);
    String[] bits = {
      "Signature",
      "error",
      "webhook_",
      "=",
      "\"",
      "\\",
      ",",
      " ",
      "a",
      "\u0000",
      "\u00e9",
      "Z",
      "1",
      ":",
      "GMT"
    };
    for (int i = 0; i < VALUES; i++) {
      StringBuilder field = new StringBuilder();
      for (int n = random.nextInt(16); n > 0; n--) {
        field.append(bits[random.nextInt(bits.length)]);
      }
      boolean seen = WebhookChallenge.isIn(Optional.of(field.toString()));
      assertThat(!seen || field.toString().toLowerCase(java.util.Locale.ROOT).contains("error"))
          .as("seed %d: %s", SEED, field)
          .isTrue();
      Optional<Duration> pause = RetryAfter.of(field.toString(), NOW, MOST);
      assertThat(pause.orElse(Duration.ZERO)).isBetween(Duration.ZERO, MOST);
    }
  }

  @Test
  void longestFields_areReadWithoutRecursion() {
    String escapes = "Signature a=\"" + "\\\"".repeat(100_000) + "\", error=webhook_x";
    assertThat(WebhookChallenge.isIn(Optional.of(escapes))).isTrue();
    assertThat(RetryAfter.of("9".repeat(100_000), NOW, MOST)).isEmpty();
  }

  private static String decoy(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> "Basic realm=\"Signature error=\\\"webhook_x\\\", \"";
      case 1 -> "Negotiate " + "aB3+/".repeat(random.nextInt(3) + 1) + "==";
      case 2 -> "Bearer";
      case 3 -> "Digest nonce=\"a,b\", qop=auth ,stale=false";
      default -> "X-" + (char) ('a' + random.nextInt(26)) + "  y=\"\"";
    };
  }
}
