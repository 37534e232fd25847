package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

  private static final Setting<Duration> PAUSE =
      Setting.duration("surety.pause", "PT5S", Duration.ofSeconds(1), Duration.ofMinutes(1));

  @Test
  void absentValue_isTheDefault() {
    assertThat(PAUSE.in(new MapConfig(Map.of()))).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5s", "PT0.5S", "PT2M", "-PT5S", "five", ""})
  void valueOutsideItsRange_isRefusedNamingKeyValueAndRange(String value) {
    assertThatThrownBy(() -> PAUSE.in(new MapConfig(Map.of("surety.pause", value))))
        .isInstanceOf(SuretyException.class)
        .hasMessage(
            "setting surety.pause = '" + value + "' is not allowed; it expects PT1S to PT1M");
  }

  @Test
  void secretValueOutsideItsRange_isRefusedWithoutShowingIt() {
    String secret = "pepper".repeat(50);
    assertThatThrownBy(
            () -> CoreSettings.LOG_PEPPER.in(new MapConfig(Map.of("surety.log-pepper", secret))))
        .hasMessageContaining("surety.log-pepper")
        .hasMessageContaining("256")
        .satisfies(
            e ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(e))
                    .doesNotContain("pepperpepper"));
  }

  @ParameterizedTest
  @CsvSource({
    "shop##42, shop##42, shop",
    "billing-1.2, shop-1.2, billing/shop",
    "ordering##3, shop##3, ordering/shop"
  })
  void moduleOfAnEnterpriseApplication_hasBothNames(String ear, String war, String application) {
    assertThat(CoreSettings.deployment(ear, war)).isEqualTo(application);
  }

  @ParameterizedTest
  @ValueSource(strings = {"##2", "a\u0000b", "\ud800"})
  void deploymentWhoseNameCannotNameAnApplication_failsSayingWhatToSet(String war) {
    String deployment = CoreSettings.deployment(war, war);
    assertThatThrownBy(() -> CoreSettings.of(new MapConfig(Map.of()), deployment))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("set surety.application");
    MapConfig named = new MapConfig(Map.of("surety.application", "shop"));
    assertThat(CoreSettings.of(named, deployment).application()).isEqualTo("shop");
  }

  @ParameterizedTest
  @CsvSource({
    "shop-1.2.3,shop",
    "shop##42,shop",
    "shop-2.0-SNAPSHOT,shop",
    "shop_v3.1,shop",
    "shop-1.2,shop",
    "shop-1.2.3-SNAPSHOT,shop",
    "tenant-1,tenant-1",
    "tenant_v2,tenant_v2",
    "shop,shop",
    "shop-eu,shop-eu",
    "orders2,orders2"
  })
  void deploymentName_losesItsVersion(String deployment, String application) {
    assertThat(CoreSettings.unversioned(deployment)).isEqualTo(application);
  }
}
