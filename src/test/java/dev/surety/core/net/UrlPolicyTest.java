package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPolicyTest {

  private static final UrlPolicy HTTPS = new UrlPolicy(Set.of(443, 8443), false);

  @ParameterizedTest
  @CsvFileSource(resources = "/net/urls.csv", delimiter = '|')
  void url_isRefusedForWhatIsWrongWithIt(String url, String expected) {
    String found = HTTPS.refusal(URI.create(url)).map(Refusal::name).orElse("OK");
    assertThat(found).as(url).isEqualTo(expected);
  }

  @Test
  void plainHttp_isAllowedWhereSetSo() {
    UrlPolicy policy = new UrlPolicy(Set.of(80), true);
    assertThat(policy.refusal(URI.create("http://a.example/"))).isEmpty();
    assertThat(policy.refusal(URI.create("http://a.example:81/"))).contains(Refusal.PORT);
    assertThat(policy.refusal(URI.create("https://a.example/"))).contains(Refusal.PORT);
    assertThat(policy.refusal(URI.create("file:///a"))).contains(Refusal.SCHEME);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, 443, /",
    "https://a.example?, 443, /?",
    "https://a.example:8443/%2e/b//c?d=%20&e#f, 8443, /%2e/b//c?d=%20&e"
  })
  void target_keepsPathAndQueryByteForByte(String url, int port, String requestTarget) {
    Target target = HTTPS.target(URI.create(url));
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.requestTarget()).isEqualTo(requestTarget);
  }
}
