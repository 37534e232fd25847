package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CircuitIdsTest {

  private final CircuitIds ids = new CircuitIds("shop");

  @Test
  void urlsThatDifferInQueryFragmentOrCase_shareACircuit() {
    assertThat(ids.url("t", URI.create("https://Partner.example/hook?secret=1#x")))
        .isEqualTo(ids.url("t", URI.create("HTTPS://partner.example/hook")))
        .isNotEqualTo(ids.url("t", URI.create("https://partner.example/Hook")));
    assertThat(CircuitIds.key(URI.create("https://partner.example?x")))
        .isEqualTo("https://partner.example/");
  }

  @Test
  void url_keepsTheIdThatRowsHold() {
    assertThat(ids.url("", URI.create("https://example.com/hook?x=1")))
        .isEqualTo(UUID.fromString("5fc2e142-e460-03b7-b6ca-ab11a3c5fec7"));
  }

  @Test
  void applicationsTenantsAndKinds_neverShareACircuit() {
    UUID endpoint = UUID.randomUUID();
    assertThat(
            new UUID[] {
              ids.key("t", endpoint.toString()),
              ids.endpoint("t", endpoint),
              ids.endpoint("u", endpoint),
              new CircuitIds("other").endpoint("t", endpoint),
              ids.key("te", "ndpoint"),
              ids.key("ten", "dpoint"),
              ids.key("t", "https://a.example/"),
              ids.url("t", URI.create("https://a.example/"))
            })
        .doesNotHaveDuplicates();
  }
}
