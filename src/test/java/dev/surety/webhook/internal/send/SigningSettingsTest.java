package dev.surety.webhook.internal.send;

import static dev.surety.webhook.internal.send.Jobs.BODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.webhook.internal.send.Prepared.Unsigned;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What signing needs, and what happens without it. */
class SigningSettingsTest extends SignedAttempts {

  @Test
  void signerWithoutAKey_orADatabaseWithoutATime_signsNothing() {
    SignedRequests keyless =
        requests(
            SECRET,
            NOW,
            Map.of("surety.webhook.signatures", "rfc9421"),
            name -> {
              throw new SuretyException("the signer '" + name + "' has no key");
            });
    assertThat(keyless.prepare(Jobs.of("m", BODY)))
        .isEqualTo(new Unsigned("default", "the signer 'default' has no key"));
    SignedRequests timeless =
        requests(
            SECRET,
            () -> {
              throw new UnavailableException("no time", null);
            },
            Map.of());
    assertThat(timeless.prepare(Jobs.of("m", BODY))).isInstanceOf(Unsigned.class);
  }

  @Test
  void whatAConfiguredKindNeeds_failsTheDeploymentWhereItIsMissing() {
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(
            requests(SECRET, NOW, Map.of("surety.webhook.signatures", "standard-ed25519"))::check)
        .withMessageContaining("surety.webhook.ed25519-keys");
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(
            requests(
                    SECRET,
                    NOW,
                    Map.of("surety.webhook.signatures", "rfc9421"),
                    name -> {
                      throw new SuretyException("the signer '" + name + "' has no key");
                    })
                ::check)
        .withMessageContaining("surety.webhook.signer")
        .withMessageContaining("has no key");
    assertThatCode(
            requests(SECRET, NOW, Map.of("surety.webhook.signatures", "standard, rfc9421"))::check)
        .doesNotThrowAnyException();
  }

  @Test
  void settingsThatCannotBe_areRefused_andNoKeyIsTold() {
    for (String value : new String[] {"", "none", "standard,hmac"}) {
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> settings(Map.of("surety.webhook.signatures", value)))
          .withMessageContaining("standard-ed25519, rfc9421 and legacy");
    }
    for (String value : new String[] {"whsk_AAAA", "AAAA", "whsk_!", "whpk_" + base64(SECRET)}) {
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> settings(Map.of("surety.webhook.ed25519-keys", value)))
          .withMessageContaining("surety.webhook.ed25519-keys")
          .withMessageNotContaining(value);
    }
  }
}
