package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {

  @Test
  void characters_areCountedHoweverManyUnitsTheyHave() {
    assertThat(TextRules.isText("ab", 2)).isTrue();
    assertThat(TextRules.isText("abc", 2)).isFalse();
    assertThat(TextRules.isText("😀😀", 2)).isTrue();
    assertThat(TextRules.isText("", 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\nb", "\ud83d", "\ude00x", "\u0085", "\u007f"})
  void whatCannotBeStoredOrShown_isNoText(String value) {
    assertThat(TextRules.isText(value, 10)).isFalse();
  }

  @Test
  void tenant_hasAtMost128Characters() {
    assertThat(TextRules.isTenant("t".repeat(128))).isTrue();
    assertThat(TextRules.isTenant("t".repeat(129))).isFalse();
    assertThat(TextRules.isTenant("")).isTrue();
  }
}
