package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendSettingsTest {

  private static SendSettings of(Map<String, String> values) {
    return SendSettings.of(new MapConfig(values));
  }

  @Test
  void nothingConfigured_isHttpsToPublicAddressesOnTwoPorts() {
    SendSettings settings = of(Map.of());
    assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.http()).isFalse();
    assertThat(settings.ports()).isEqualTo(Set.of(443, 8443));
    assertThat(settings.networks()).isEmpty();
    assertThat(settings.proxy()).isEmpty();
    assertThat(settings.certificates()).isEmpty();
  }

  @Test
  void patience_followsTheDeadline() {
    assertThat(of(Map.of()).patience()).isEqualTo(Duration.ofSeconds(15 + 10 + 5));
    assertThat(of(Map.of("surety.webhook.deadline", "PT1M")).patience())
        .isEqualTo(Duration.ofSeconds(60 + 10 + 5));
  }

  @Test
  void certificate_isReadByItsName_andItsPasswordIsNotShown() {
    SendSettings settings =
        of(
            Map.of(
                "surety.webhook.client-certificates", "partner",
                "surety.webhook.client-certificate.partner.keystore", "/etc/partner.p12",
                "surety.webhook.client-certificate.partner.password", "hunter2"));
    assertThat(settings.certificates().get("partner").password()).isEqualTo("hunter2");
    assertThat(settings.toString()).contains("/etc/partner.p12").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "deadline, 15",
    "deadline, PT0S",
    "http, yes",
    "ports, ''",
    "ports, 0",
    "ports, '443,65536'",
    "networks, 10.0.0.1/8",
    "networks, intranet",
    "proxy, proxy:3128",
    "proxy, https://proxy:3128",
    "client-certificates, a b",
    "client-certificates, partner"
  })
  void valueThatIsNotAllowed_isNamedWithItsKey(String key, String value) {
    assertThatThrownBy(() -> of(Map.of("surety.webhook." + key, value)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.webhook." + key.replace("certificates", "certificate"));
  }

  @Test
  void certificateThatCannotBeRead_failsAndNamesItsSetting() {
    SendSettings settings =
        of(
            Map.of(
                "surety.webhook.client-certificates", "partner",
                "surety.webhook.client-certificate.partner.keystore", "/nowhere/partner.p12",
                "surety.webhook.client-certificate.partner.password", "hunter2"));
    assertThatThrownBy(() -> new ClientCertificates(settings.certificates()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.webhook.client-certificate.partner.keystore")
        .hasMessageNotContaining("hunter2");
  }
}
