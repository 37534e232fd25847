package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleAsciiTest {

  @Test
  void everyVisibleCharacter_isOne() {
    StringBuilder all = new StringBuilder();
    for (char c = 0x21; c <= 0x7e; c++) {
      all.append(c);
    }
    assertThat(VisibleAscii.isAll(all)).isTrue();
    assertThat(VisibleAscii.isAll("")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\tb", "\0", "a\u007f", "é", "\ud83d\ude00", "a\n"})
  void blanksControlsAndTheRestOfUnicode_areNot(String text) {
    assertThat(VisibleAscii.isAll(text)).isFalse();
  }
}
