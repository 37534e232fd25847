package dev.surety.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Orders_2026.v1-x", "0"})
  void name_ofAllowedCharacters_isTaken(String name) {
    assertThat(Ring.token(name)).isEqualTo(new Ring(name, KeyUse.TOKEN));
    assertThat(Ring.webhook(name).use()).isEqualTo(KeyUse.WEBHOOK);
    assertThat(Ring.httpSignature(name).use()).isEqualTo(KeyUse.HTTP_SIGNATURE);
  }

  @Test
  void name_of64Characters_isTaken_andOneMoreIsNot() {
    assertThat(Ring.token("r".repeat(64)).name()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> Ring.token("r".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a:b", "é", "ａ", "a\n", "a\0"})
  void name_ofOtherCharacters_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ring.token(name))
        .withMessageContaining("[A-Za-z0-9_.-]{1,64}");
  }
}
