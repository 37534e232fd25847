package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.http.Problem;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHeaderTest {

  private static final Pattern ANY = Pattern.compile("[!-~]{1,255}");

  @Test
  void quotedAndBareForm_areTheSameKey() {
    assertThat(parse("\"abc\"")).isEqualTo(new KeyHeader.Key("abc"));
    assertThat(parse("abc")).isEqualTo(new KeyHeader.Key("abc"));
  }

  @Test
  void escapedQuoteAndBackslash_areUnescaped() {
    assertThat(parse("\"a\\\"b\\\\c\"")).isEqualTo(new KeyHeader.Key("a\"b\\c"));
    assertThat(parse("b\\c")).isEqualTo(parse("\"b\\\\c\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {" abc", "abc ", "\tabc\t ", " \"abc\"  ", "\t\"abc\"\t"})
  void surroundingBlanks_areTrimmed(String line) {
    assertThat(parse(line)).isEqualTo(new KeyHeader.Key("abc"));
  }

  @Test
  void everyVisibleCharacter_isAllowed() {
    for (char c = '!'; c <= '~'; c++) {
      String escaped = c == '"' || c == '\\' ? "\\" + c : "" + c;
      assertThat(parse("\"" + escaped + "\"")).isEqualTo(new KeyHeader.Key("" + c));
      if (c != '"') {
        assertThat(parse("" + c)).isEqualTo(new KeyHeader.Key("" + c));
      }
    }
  }

  @Test
  void noLine_isMissing() {
    assertThat(KeyHeader.parse(List.of(), ANY, 1)).isEqualTo(new KeyHeader.Missing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\"\""})
  void emptyKey_isInvalid(String line) {
    assertInvalid(line, IdempotencyProblem.KEY_INVALID);
  }

  @Test
  void keyOf255Characters_isTheLongest() {
    String longest = "k".repeat(255);
    assertThat(parse(longest)).isEqualTo(new KeyHeader.Key(longest));
    assertThat(parse('"' + longest + '"')).isEqualTo(new KeyHeader.Key(longest));
    assertInvalid(longest + "k", IdempotencyProblem.KEY_INVALID);
    assertInvalid('"' + longest + "k\"", IdempotencyProblem.KEY_INVALID);
    assertInvalid("k".repeat(1 << 20), IdempotencyProblem.KEY_INVALID);
  }

  @Test
  void keyBelowTheMinimum_isInvalid() {
    assertThat(KeyHeader.parse(List.of("0123456789abcde"), ANY, 16))
        .isInstanceOf(KeyHeader.Invalid.class);
    assertThat(KeyHeader.parse(List.of("\"0123456789abcdef\""), ANY, 16))
        .isEqualTo(new KeyHeader.Key("0123456789abcdef"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "\"a b\"",
        "\" a\"",
        "a\tb",
        "a\u0000b",
        "\"a\u0000\"",
        "a\u007f",
        "\u0001abc",
        "abc\r",
        "abc\n",
        "\nabc",
        "a\r\nX: y",
        "caf\u00e9",
        "\"caf\u00e9\"",
        "\uff41bc",
        "abc\u00a0",
        "\u200babc"
      })
  void blanksControlAndOtherCharacters_areInvalid(String line) {
    assertInvalid(line, IdempotencyProblem.KEY_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"abc",
        "abc\"",
        "\"",
        "a\"b",
        "\"a\"b",
        "\"a\\\"",
        "\"a\\b\"",
        "\"a\"\"b\"",
        "'a\"",
        "\"abc\";v=1",
        "\"abc\";v",
        "\"abc\" ;v",
        "\"abc\";",
        "\"a\", \"b\"",
        "\"a\",\"b\"",
        "\"abc\" x",
        "a,\"b\""
      })
  void malformedQuotesAndParameters_areInvalid(String line) {
    assertInvalid(line, IdempotencyProblem.KEY_INVALID);
  }

  @Test
  void repeatedLines_areInvalidAlsoWhenEqualOrJoined() {
    assertThat(KeyHeader.parse(List.of("a", "a"), ANY, 1))
        .isInstanceOfSatisfying(
            KeyHeader.Invalid.class,
            i -> assertThat(i.problem()).isEqualTo(IdempotencyProblem.KEY_REPEATED));
    assertInvalid("a, b", IdempotencyProblem.KEY_REPEATED);
    assertInvalid("a,\tb", IdempotencyProblem.KEY_REPEATED);
    assertInvalid("a , b", IdempotencyProblem.KEY_REPEATED);
  }

  @Test
  void pattern_hasToMatchTheWholeKey() {
    Pattern digits = Pattern.compile("[0-9]{3}");
    assertThat(KeyHeader.parse(List.of("\"123\""), digits, 1)).isEqualTo(new KeyHeader.Key("123"));
    for (String key : List.of("1234", "a123", "12")) {
      assertThat(KeyHeader.parse(List.of(key), digits, 1)).isInstanceOf(KeyHeader.Invalid.class);
    }
  }

  @Test
  void widerPattern_doesNotLetOtherCharactersIn() {
    assertThat(KeyHeader.parse(List.of("\"a b\""), Pattern.compile("(?s).*"), 1))
        .isInstanceOf(KeyHeader.Invalid.class);
  }

  @Test
  void key_isNotToldByToString() {
    assertThat(new KeyHeader.Key("secret-key")).hasToString("Key");
  }

  @Test
  void anyText_isAKeyOfTheAllowedFormOrInvalidWithoutEchoingIt() {
    Random random = new Random(8941);
    String alphabet = "ab\"\"\\\\ ,;=\t\u0000\u007f\u00e9?1:*()";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder(random.nextBoolean() ? "\"" : "");
      for (int n = random.nextInt(8); n > 0; n--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      KeyHeader.Result result = parse(line.append(random.nextBoolean() ? "\"" : "").toString());
      if (result instanceof KeyHeader.Key key) {
        assertThat(ANY.matcher(key.value()).matches()).isTrue();
        String quoted = key.value().replace("\\", "\\\\").replace("\"", "\\\"");
        assertThat(parse('"' + quoted + '"')).isEqualTo(key);
      } else {
        assertThat(result).isInstanceOf(KeyHeader.Invalid.class);
      }
    }
  }

  private static KeyHeader.Result parse(String line) {
    return KeyHeader.parse(List.of(line), ANY, 1);
  }

  private static void assertInvalid(String line, Problem problem) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            KeyHeader.Invalid.class,
            invalid -> {
              assertThat(invalid.problem()).isEqualTo(problem);
              assertThat(invalid.detail()).isNotEmpty();
              if (line.length() > 4) {
                assertThat(invalid.detail()).doesNotContain(line);
              }
            });
  }
}
