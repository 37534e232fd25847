package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointRulesTest {

  private static final String URL = "https://partner.example/hook";

  private final EndpointRules rules =
      new EndpointRules(
          signatures ->
              signatures.contains(Signature.RFC9421) ? Optional.of("no key") : Optional.empty(),
          "known"::equals);

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("tenant", with("t".repeat(129), "n", URL, null, null, null, null)),
        Arguments.of("tenant", with("a\u0000b", "n", URL, null, null, null, null)),
        Arguments.of("tenant", with("\ud800", "n", URL, null, null, null, null)),
        Arguments.of("name", with("", "", URL, null, null, null, null)),
        Arguments.of("name", with("", "a b", URL, null, null, null, null)),
        Arguments.of("name", with("", "\uff41", URL, null, null, null, null)),
        Arguments.of("name", with("", "n".repeat(129), URL, null, null, null, null)),
        Arguments.of("url", with("", "n", "/hook", null, null, null, null)),
        Arguments.of("url", with("", "n", "mailto:a@b.example", null, null, null, null)),
        Arguments.of("url", with("", "n", URL + "#part", null, null, null, null)),
        Arguments.of("url", with("", "n", URL + "a".repeat(2_048), null, null, null, null)),
        Arguments.of("ring", with("", "n", URL, "no ring", null, null, null)),
        Arguments.of("clientCertificate", with("", "n", URL, null, "unknown", null, null)),
        Arguments.of("rateLimit", with("", "n", URL, null, null, 0, null)),
        Arguments.of("rateLimit", with("", "n", URL, null, null, 100_001, null)),
        Arguments.of("maxInFlight", with("", "n", URL, null, null, null, 0)),
        Arguments.of("maxInFlight", with("", "n", URL, null, null, null, 10_001)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void valueThatIsNotAllowed_isNamed(String field, Settings settings) {
    assertThatThrownBy(() -> rules.check(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an endpoint's " + field + " ");
  }

  @Test
  void refusedHeaders_areToldWithTheReason() {
    Settings settings =
        new Settings(
            "", "n", URI.create(URL), null, Set.of(), Map.of("Host", "x"), null, null, null);
    assertThatThrownBy(() -> rules.check(settings))
        .hasMessage("header 'Host' is set by delivery or the connection; leave it out");
  }

  @Test
  void signaturesThatCannotBeMade_areToldWithTheReason() {
    Settings settings =
        new Settings(
            "", "n", URI.create(URL), null, Set.of(Signature.RFC9421), Map.of(), null, null, null);
    assertThatThrownBy(() -> rules.check(settings))
        .hasMessage("an endpoint's signatures cannot be made: no key");
  }

  @Test
  void allowedValues_pass() {
    assertThatCode(
            () -> rules.check(with("T\u00fcr", "A.b_c-9", URL, "r_1", "known", 100_000, 10_000)))
        .doesNotThrowAnyException();
    assertThatCode(() -> rules.check(with("", "n", URL, null, null, null, null)))
        .doesNotThrowAnyException();
  }

  private static Settings with(
      String tenant,
      String name,
      String url,
      @Nullable String ring,
      @Nullable String certificate,
      @Nullable Integer rate,
      @Nullable Integer inFlight) {
    return new Settings(
        tenant, name, URI.create(url), ring, Set.of(), Map.of(), certificate, rate, inFlight);
  }
}
