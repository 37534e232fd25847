package dev.surety.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointSettingsTest {

  private static final URI URL = URI.create("https://partner.example/hook");
  private static final URI OTHER = URI.create("https://other.example/");
  private static final Set<Signature> SIGNATURES = Set.of(Signature.LEGACY);
  private static final Map<String, String> HEADERS = Map.of("X-A", "1");

  @Test
  void settings_differInWhatWasSaid_andKeepTheRest() {
    Settings settings = Settings.of("t", "partner", URL);
    Settings all =
        settings
            .withUrl(OTHER)
            .withRing("r")
            .withSignatures(SIGNATURES)
            .withHeaders(HEADERS)
            .withClientCertificate("c")
            .withRateLimit(5)
            .withMaxInFlight(2);
    assertThat(all)
        .isEqualTo(new Settings("t", "partner", OTHER, "r", SIGNATURES, HEADERS, "c", 5, 2));
    assertThat(all.withUrl(URL))
        .isEqualTo(new Settings("t", "partner", URL, "r", SIGNATURES, HEADERS, "c", 5, 2));
  }

  @Test
  void whatMayBeAbsent_isTakenBackByNull() {
    Settings settings = Settings.of("t", "partner", URL);
    assertThat(
            settings
                .withRing("r")
                .withClientCertificate("c")
                .withRateLimit(5)
                .withMaxInFlight(2)
                .withRing(null)
                .withClientCertificate(null)
                .withRateLimit(null)
                .withMaxInFlight(null))
        .isEqualTo(settings);
  }
}
