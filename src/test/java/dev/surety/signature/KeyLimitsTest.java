package dev.surety.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLimitsTest {

  @ParameterizedTest
  @ValueSource(strings = {"k", "a b", "schlüssel", "\"", "\n"})
  void idOf1To256Bytes_canBePublished(String id) {
    assertThat(KeyLimits.isId(id)).isTrue();
    assertThat(VerificationKey.of("issuer", "owner", id, key(), Set.of()).keyId()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "\ud800"})
  void idThatIsNoText_namesNoKey(String id) {
    assertThat(KeyLimits.isId(id)).isFalse();
    assertThatThrownBy(() -> VerificationKey.of("issuer", "owner", id, key(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idAndIssuerOfMoreThan256Bytes_nameNoKey() {
    assertThat(KeyLimits.isId("ü".repeat(128))).isTrue();
    assertThat(KeyLimits.isId("ü".repeat(129))).isFalse();
    assertThatThrownBy(() -> VerificationKey.of("i".repeat(257), "owner", "k", key(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ü", "a\nb", "a\u007fb"})
  void idThatSignaturesCannotName_signsNothing(String id) {
    assertThat(KeyLimits.isSignableId(id)).isFalse();
  }

  @Test
  void idOf256PrintableCharacters_isTheLongestThatSigns() {
    assertThat(KeyLimits.isSignableId("~ ".repeat(128))).isTrue();
    assertThat(KeyLimits.isSignableId("k".repeat(257))).isFalse();
  }

  private static java.security.Key key() {
    return new javax.crypto.spec.SecretKeySpec(new byte[32], "HmacSHA256");
  }
}
