package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.KeyRings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose use of keys needs a key-encryption key. */
class KeysExtensionTest {

  @Test
  void suretysOwnInjections_areNoUse() {
    assertThat(KeysExtension.isOwn(KeysPart.class.getName())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.Vouchers",
        "shop.internal.Vouchers",
        "dev.surety.console.Console",
        "dev.surety.health.Health"
      })
  void everybodyElsesInjections_areUse(String type) {
    assertThat(KeysExtension.isOwn(type)).isFalse();
    assertThat(KeysExtension.isOwn(KeyRings.class.getName())).isFalse();
  }
}
