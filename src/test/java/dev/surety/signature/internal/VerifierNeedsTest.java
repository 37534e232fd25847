package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.replay.ReplayStore.Expiries;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierNeedsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void storeThatTakesTheWholeWindow_isEnough() {
    VerifierNeeds needs = needs("default", Map.of());
    assertThatCode(() -> needs.checkStore(new Expiries(MINUTE, Duration.ofMinutes(6))))
        .doesNotThrowAnyException();
    assertThatCode(() -> needs.checkStore(new Expiries(Duration.ofMinutes(9), Duration.ofHours(1))))
        .doesNotThrowAnyException();
  }

  @Test
  void storeWithAShorterSkew_isRefused_namingBothSettings() {
    Expiries taken = new Expiries(MINUTE.minusMillis(1), Duration.ofMinutes(7));
    assertThatThrownBy(() -> needs("default", Map.of()).checkStore(taken))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.replay.skew = 'PT59.999S'")
        .hasMessageContaining("PT1M or more")
        .hasMessageContaining("surety.signature.replay-store");
  }

  @Test
  void storeWithAShorterSpan_isRefused_namingBothSettings() {
    Map<String, String> config =
        Map.of(
            "surety.signature.verifiers", "side",
            "surety.signature.verifier.side.replay-store", "own");
    Expiries taken = new Expiries(MINUTE, Duration.ofMinutes(6).minusMillis(1));
    assertThatThrownBy(() -> needs("side", config).checkStore(taken))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.replay.own.longest-span = 'PT5M59.999S'")
        .hasMessageContaining("the verifier 'side'")
        .hasMessageContaining("PT6M or more")
        .hasMessageContaining("surety.signature.verifier.side.replay-store");
  }

  @ParameterizedTest
  @CsvSource({"'',false,true", "acme,false,false", "'',true,false"})
  void verifier_needsKeySetsOrAResolver(String sets, boolean resolver, boolean refused) {
    VerifierNeeds needs =
        needs(
            "default",
            Map.of(
                "surety.signature.key-sets",
                sets,
                "surety.signature.key-set.acme.jwks",
                "keys.json"));
    if (refused) {
      assertThatThrownBy(() -> needs.checkKeys(resolver))
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining("surety.signature.key-sets");
    } else {
      assertThatCode(() -> needs.checkKeys(resolver)).doesNotThrowAnyException();
    }
  }

  private static VerifierNeeds needs(String verifier, Map<String, String> config) {
    SignatureSettings settings = SignatureSettings.of(new MapConfig(config));
    return new VerifierNeeds(verifier, settings.verifiers().get(verifier));
  }
}
