package dev.surety.replay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.replay.KeyId;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedNonceTest {

  private final KeyId key = new KeyId("issuer", "kid");

  @Test
  void hashIsThatOfSaltApplicationKeyAndNonce() {
    long hash = KeyedNonce.of("shop", "salt", key, "n").nonceHash();
    // Instances of two versions must agree while one replaces the other.
    assertThat(hash).isEqualTo(-4_759_791_530_745_316_671L);
    assertThat(KeyedNonce.of("shop", "salt", key, "n").nonceHash()).isEqualTo(hash);
    assertThat(
            List.of(
                KeyedNonce.of("shop", "other", key, "n"),
                KeyedNonce.of("other", "salt", key, "n"),
                KeyedNonce.of("shop", "salt", new KeyId("other", "kid"), "n"),
                KeyedNonce.of("shop", "salt", new KeyId("issuer", "other"), "n"),
                KeyedNonce.of("shop", "salt", key, "N"),
                KeyedNonce.of("sho", "psalt", key, "n")))
        .extracting(KeyedNonce::nonceHash)
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
  }
}
