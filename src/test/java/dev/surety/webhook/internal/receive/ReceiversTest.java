package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.SuretyException;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which receivers there are, and what their settings must say. */
class ReceiversTest {

  @Test
  void receiversSettings_haveTheirDefaults() {
    ReceiverSettings settings = ReceiverSettings.all(config("ring", "r")).get("partner");
    assertThat(settings.mode()).isEqualTo(ReceiverSettings.Mode.STANDARD);
    assertThat(settings.tolerance()).isEqualTo(Duration.ofSeconds(300));
    assertThat(settings.ttl()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.verifier()).isEqualTo("default");
  }

  @Test
  void receiverThatCouldVerifyNothing_failsTheDeployment() {
    refused(config("mode", "standard"), "surety.webhook.receiver.partner.ring");
    refused(config("mode", "legacy"), "surety.webhook.receiver.partner.ring");
    refused(
        config("mode", "rfc9421", "verifier", "nobody"),
        "surety.webhook.receiver.partner.verifier = 'nobody'");
  }

  @Test
  void eachModeWithItsKeys_isAllowed() {
    for (MapConfig config :
        List.of(
            config("ring", "r"),
            config("public-keys", publicKey()),
            config("mode", "legacy", "ring", "r"),
            config("mode", "rfc9421"))) {
      assertThatCode(() -> receivers(config).named("partner")).doesNotThrowAnyException();
    }
    Map<String, String> further = new TreeMap<>(config("mode", "rfc9421").values());
    further.put("surety.webhook.receiver.partner.verifier", "hooks");
    further.put("surety.signature.verifiers", "hooks");
    assertThatCode(() -> receivers(new MapConfig(further))).doesNotThrowAnyException();
  }

  @Test
  void settingsThatCannotBe_areRefused() {
    refused(config("mode", "both"), "mode");
    refused(config("ring", "a b"), "ring");
    refused(config("ring", "r", "tolerance", "PT2H"), "tolerance");
    for (String key : List.of("whpk_AAAA", "whsk_" + "A".repeat(43) + "=", "x")) {
      refused(config("public-keys", key), "public-keys");
    }
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    refused(
        config("public-keys", "whpk_" + Base64.getEncoder().encodeToString(noPoint)),
        "public-keys");
  }

  @Test
  void unknownReceiver_isRefused_namingTheSetting() {
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> Receivers.later(config("ring", "r"), "nobody", () -> null))
        .withMessageContaining("@NamedReceiver(\"nobody\")")
        .withMessageContaining("surety.webhook.receivers")
        .withMessageContaining("[partner]");
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> receivers(config("ring", "r")).named("nobody"))
        .withMessageContaining("nobody");
  }

  @Test
  void receiver_mayBeInjectedBeforeTheStart() {
    assertThatCode(
            () ->
                Receivers.later(
                    config("ring", "r"),
                    "partner",
                    () -> {
                      throw new IllegalStateException("not started");
                    }))
        .doesNotThrowAnyException();
  }

  private static String publicKey() {
    byte[] bytes = Base64.getUrlDecoder().decode("y7tTfeqazsFeTn3ccCzQlcJ4qFWuYsu-JkJAcfc9VoA");
    return "whpk_" + Base64.getEncoder().encodeToString(bytes);
  }

  private static void refused(MapConfig config, String words) {
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> receivers(config))
        .withMessageContaining(words);
  }

  @SuppressWarnings("NullAway")
  private static Receivers receivers(MapConfig config) {
    return new Receivers(
        config, new Receivers.Tools(null, name -> message -> null, null, null, null));
  }

  private static MapConfig config(String... settings) {
    Map<String, String> config = new TreeMap<>(Map.of("surety.webhook.receivers", "partner"));
    for (int i = 0; i < settings.length; i += 2) {
      config.put("surety.webhook.receiver.partner." + settings[i], settings[i + 1]);
    }
    return new MapConfig(config);
  }
}
