package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.Destinations.Destination;
import dev.surety.webhook.internal.endpoint.CircuitIds;
import dev.surety.webhook.internal.send.Lane;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DestinationsTest {

  private static final UUID ENDPOINT = UUID.randomUUID();

  private final CircuitIds circuits = new CircuitIds("shop");
  private final List<URI> checked = new ArrayList<>();
  private final Destinations destinations =
      new Destinations(
          circuits,
          url -> {
            checked.add(url);
            return url.getHost().equals("bad.example") ? Optional.of("no") : Optional.empty();
          });

  @Test
  void url_isCheckedOnceForATenant() {
    Destination first = to("a", "https://x.example/hook");
    assertThat(to("a", "https://x.example/hook")).isEqualTo(first);
    assertThat(checked).hasSize(1);
  }

  /** It may be a token that never comes again. */
  @Test
  void urlWithAQuery_isNotRemembered_andIsTheOneWithout() {
    Destination first = to("a", "https://x.example/hook?q=1");
    assertThat(to("a", "https://x.example/hook?q=1")).isEqualTo(first);
    assertThat(checked).hasSize(2);
    assertThat(first.name()).isEqualTo("url:https://x.example/hook");
    assertThat(first.lane().circuit())
        .isEqualTo(circuits.url("a", URI.create("https://x.example/hook")));
  }

  @Test
  void tenants_haveCircuitsOfTheirOwn() {
    assertThat(to("a", "https://x.example/").lane())
        .isNotEqualTo(to("b", "https://x.example/").lane());
  }

  @Test
  void refusedUrl_isRefusedAgain() {
    for (int i = 0; i < 2; i++) {
      assertThatIllegalArgumentException().isThrownBy(() -> to("a", "https://bad.example/"));
    }
  }

  @Test
  void urlsThatDifferInEncodingAlone_areTwo() {
    assertThat(to("a", "https://x.example/%2f").key()).isEqualTo("https://x.example/%2f");
    assertThat(to("a", "https://x.example/%2F").key()).isEqualTo("https://x.example/%2F");
  }

  @Test
  void moreUrlsThanAreRemembered_areAnsweredRight() {
    for (int i = 0; i < 2_500; i++) {
      assertThat(to("a", "https://x.example/" + i).key()).isEqualTo("https://x.example/" + i);
    }
  }

  @Test
  void breakerKey_namesTheCircuitAlone() {
    Destination destination =
        destinations.of(
            WebhookMessage.to(URI.create("https://x.example/"))
                .breakerKey("partner")
                .payload("x")
                .build(),
            null);
    assertThat(destination)
        .isEqualTo(
            new Destination(
                "url:https://x.example/",
                new Lane(circuits.key("", "partner"), Lane.NO_ENDPOINT),
                "partner"));
  }

  @Test
  void endpoint_hasItsOwnLane() {
    WebhookMessage message = WebhookMessage.toEndpoint("orders").payload("x").build();
    assertThat(destinations.of(message, ENDPOINT))
        .isEqualTo(
            new Destination(
                "endpoint:" + ENDPOINT,
                new Lane(circuits.endpoint("", ENDPOINT), ENDPOINT),
                "orders"));
  }

  private Destination to(String tenant, String url) {
    return destinations.of(
        WebhookMessage.to(URI.create(url)).tenant(tenant).payload("x").build(), null);
  }
}
