package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Refused;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Registration and delivery refuse the same targets, whichever way they are spelled. */
class GuardedPosterTargetsTest extends GuardedPosters {

  private static final UrlPolicy HTTPS = new UrlPolicy(Set.of(443, 8443), false);
  private static final Duration SHORT = Duration.ofSeconds(2);

  @ParameterizedTest
  @CsvFileSource(resources = "/net/urls.csv", delimiter = '|')
  void url_isRefusedAtRegistrationAndAtDelivery(String url, String expected) throws Exception {
    GuardedPoster poster = poster(HTTPS, host -> addresses("10.0.0.1"), null);
    URI uri = URI.create(url);
    if (isPublicLiteral(uri)) {
      assertThat(poster.check(uri)).isEmpty();
      return;
    }
    Refusal refusal = expected.equals("OK") ? Refusal.ADDRESS : Refusal.valueOf(expected);
    assertThat(poster.check(uri)).contains(refusal.words());
    assertThat(post(poster, to(uri, SHORT))).isEqualTo(new Refused(refusal));
  }

  private static boolean isPublicLiteral(URI url) {
    return url.getHost() != null
        && Set.of("8.8.8.8", "[2606:4700:4700::1111]").contains(url.getHost());
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/net/addresses.csv")
  void addressOfAName_isRefusedAtRegistrationAndAtDelivery(String address, String expected)
      throws Exception {
    GuardedPoster poster = poster(HTTPS, host -> addresses(address), null);
    URI url = URI.create("https://hooks.example/");
    if (expected.equals("permitted")) {
      assertThat(poster.check(url)).as(address).isEmpty();
    } else {
      assertThat(poster.check(url)).as(address).contains(Refusal.ADDRESS.words());
      assertThat(post(poster, to(url, SHORT))).isEqualTo(new Refused(Refusal.ADDRESS));
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/net/addresses.csv")
  void addressAmongPublicOnes_refusesThemAll(String address, String expected) throws Exception {
    if (expected.equals("refused")) {
      URI url = URI.create("https://hooks.example/");
      GuardedPoster last = poster(HTTPS, host -> addresses("8.8.8.8", "1.1.1.1", address), null);
      assertThat(post(last, to(url, SHORT))).isEqualTo(new Refused(Refusal.ADDRESS));
      GuardedPoster first = poster(HTTPS, host -> addresses(address, "8.8.8.8"), null);
      assertThat(post(first, to(url, SHORT))).isEqualTo(new Refused(Refusal.ADDRESS));
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/net/addresses.csv")
  void addressInTheUrl_isRefusedWithoutALookup(String address, String expected) throws Exception {
    GuardedPoster poster = poster(HTTPS, InetAddress::getAllByName, null);
    String host = address.indexOf(':') < 0 ? address : '[' + address + ']';
    URI url = URI.create("https://" + host + "/");
    if (expected.equals("permitted")) {
      assertThat(poster.check(url)).as(address).isEmpty();
    } else {
      assertThat(poster.check(url)).as(address).isPresent();
      assertThat(post(poster, to(url, SHORT))).as(address).isInstanceOf(Refused.class);
    }
    assertThat(lookups).hasValue(0);
  }

  @Test
  void registration_tellsANameThatIsMissingAndOneThatIsPrivateAlike() throws Exception {
    URI url = URI.create("https://db.internal/");
    GuardedPoster missing =
        poster(
            HTTPS,
            host -> {
              throw new UnknownHostException(host);
            },
            null);
    GuardedPoster hidden = poster(HTTPS, host -> addresses("10.0.0.1"), null);
    assertThat(missing.check(url)).isPresent().isEqualTo(hidden.check(url));
  }

  @Test
  void privateTarget_isAllowedByItsNetworkAlone() throws Exception {
    URI url = URI.create("https://hooks.example/");
    Lookup intranet = host -> addresses("10.1.2.3");
    assertThat(poster(HTTPS, intranet, null, "10.1.0.0/16").check(url)).isEmpty();
    assertThat(poster(HTTPS, intranet, null, "10.2.0.0/16").check(url)).isPresent();
  }
}
