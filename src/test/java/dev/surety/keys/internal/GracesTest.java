package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.SuretyException;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grace that is configured, for rotations that name none. */
class GracesTest {

  @ParameterizedTest
  @CsvSource({"PT5S,PT9.999S", "PT1M,PT1M", "PT5S,PT0.001S"})
  void briefGrace_failsTheStart_namingBothSettings(String cache, String grace) {
    KeySettings settings = settings(cache, grace);
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(settings::graces)
        .withMessageContaining("surety.keys.grace")
        .withMessageContaining("surety.keys.cache");
  }

  @ParameterizedTest
  @CsvSource({"PT5S,PT0S", "PT5S,PT10S", "PT0S,PT0.001S", "PT1M,PT87600H"})
  void graceOfZero_orFromTwiceTheCacheTime_isTaken(String cache, String grace) {
    assertThat(settings(cache, grace).graces().usual()).isEqualTo(Duration.parse(grace));
  }

  private static KeySettings settings(String cache, String grace) {
    return KeySettings.of(
        new MapConfig(Map.of("surety.keys.cache", cache, "surety.keys.grace", grace)));
  }
}
