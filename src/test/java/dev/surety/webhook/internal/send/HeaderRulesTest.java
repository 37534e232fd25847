package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
        "webhook-id",
        "Webhook-Anything",
        "Signature",
        "SIGNATURE-INPUT",
        "Content-Digest",
        "X-AdCP-Signature",
        "x-adcp-timestamp",
        "Content-Type",
        "Accept-Encoding",
        "User-Agent"
      })
  void headersOfTheConnectionAndOfDelivery_areRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderRules.check(Map.of(name, "v")))
        .withMessageContaining(name)
        .withMessageContaining("leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "ä", "a\n", "a\u0000", "\u212a"})
  void nameThatIsNoToken_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderRules.check(Map.of(name, "v")))
        .withMessageContaining("no token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\n", "\u0000", "a\tb", "\u007f", "\ud800", "ä", "\u0085"})
  void valueThatCannotTravel_isRefused_andNotTold(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderRules.check(Map.of("X-Token", "secret" + value)))
        .withMessageContaining("X-Token")
        .withMessageNotContaining("secret");
  }

  @Test
  void moreThan32Headers_areRefused() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < 32; i++) {
      headers.put("X-" + i, "v");
    }
    assertThatCode(() -> HeaderRules.check(headers)).doesNotThrowAnyException();
    headers.put("X-32", "v");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderRules.check(headers))
        .withMessageContaining("33")
        .withMessageContaining("32");
  }

  @Test
  void moreThan8KiBTogether_areRefused() {
    String most = "v".repeat(8 * 1024 - 3);
    assertThatCode(() -> HeaderRules.check(Map.of("X-A", most))).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderRules.check(Map.of("X-A", most + "v")))
        .withMessageContaining("8193");
  }

  @Test
  void oneNameInTwoCases_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderRules.check(Map.of("X-A", "1", "x-a", "2")))
        .withMessageContaining("twice");
  }

  @Test
  void usualHeaders_areAllowed() {
    Map<String, String> usual =
        Map.of(
            "Authorization", "Bearer a.b-c", "X-Empty", "", "traceparent", "00-1", "Cookie", "a");
    assertThatCode(() -> HeaderRules.check(usual)).doesNotThrowAnyException();
  }
}
