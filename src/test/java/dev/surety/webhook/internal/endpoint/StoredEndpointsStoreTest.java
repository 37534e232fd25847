package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.Endpoint.State;
import dev.surety.webhook.WebhookEvent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The life of registered endpoints. */
class StoredEndpointsStoreTest extends RegisteredEndpoints {

  @Test
  void createdEndpoint_isFoundAsItWasGiven() {
    Settings all =
        Settings.of("t", "partner", URL)
            .withRing("ring-1")
            .withSignatures(Set.of(Signature.LEGACY, Signature.STANDARD))
            .withHeaders(Map.of("X-Shop", "a \"quoted\" value"))
            .withClientCertificate("partner")
            .withRateLimit(10)
            .withMaxInFlight(3);
    Endpoint created = endpoints.create(all);
    assertThat(created.settings()).isEqualTo(all);
    assertThat(created.state()).isEqualTo(State.ACTIVE);
    assertThat(created.failingSince()).isNull();
    assertThat(endpoints.find("t", "partner")).contains(created);
    assertThat(endpoints.find("", "partner")).isEmpty();
  }

  @Test
  void bareEndpoint_isFoundWithoutLimits() {
    Settings bare = Settings.of("", "bare", URL);
    assertThat(endpoints.create(bare).settings()).isEqualTo(bare);
    assertThat(endpoints.find("", "bare").orElseThrow().settings()).isEqualTo(bare);
  }

  @Test
  void secondOfAName_isRefused_butNotAnotherTenants() {
    endpoints.create(Settings.of("t", "partner", URL));
    assertThatThrownBy(() -> endpoints.create(Settings.of("t", "partner", URL)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("'partner' already");
    endpoints.create(Settings.of("u", "partner", URL));
  }

  @Test
  void anotherApplicationsEndpoint_isNotFound() {
    endpoints.create(Settings.of("t", "partner", URL));
    try (Operations others =
        new Operations(
            fixture.core("others"),
            url -> Optional.empty(),
            signatures -> Optional.empty(),
            name -> true,
            fixture.sender,
            Duration.ofMinutes(1),
            event -> {})) {
      assertThat(others.endpoints().find("t", "partner")).isEmpty();
      assertThat(others.endpoints().delete("t", "partner")).isFalse();
    }
  }

  @Test
  void update_replacesSettings_andTellsWhetherThereIsOne() {
    Endpoint created = endpoints.create(Settings.of("t", "partner", URL));
    URI other = URI.create("https://other.example/");
    Settings changed =
        Settings.of("t", "partner", other).withHeaders(Map.of("X-A", "1")).withRateLimit(5);
    assertThat(endpoints.update(changed)).isTrue();
    Endpoint found = endpoints.find("t", "partner").orElseThrow();
    assertThat(found.id()).isEqualTo(created.id());
    assertThat(found.settings()).isEqualTo(changed);
    assertThat(endpoints.update(Settings.of("t", "absent", URL))).isFalse();
  }

  @Test
  void pauseDisableAndResume_moveTheState() {
    endpoints.create(Settings.of("t", "partner", URL));
    assertThat(endpoints.pause("t", "partner")).isTrue();
    assertThat(state()).isEqualTo(State.PAUSED);
    assertThat(endpoints.disable("t", "partner", "contract ended")).isTrue();
    Endpoint disabled = endpoints.find("t", "partner").orElseThrow();
    assertThat(disabled.state()).isEqualTo(State.DISABLED);
    assertThat(disabled.reason()).isEqualTo("contract ended");
    assertThat(endpoints.pause("t", "partner")).as("a disabled one stays so").isFalse();
    assertThat(endpoints.resume("t", "partner")).isTrue();
    assertThat(endpoints.find("t", "partner").orElseThrow().reason()).isEmpty();
    assertThat(state()).isEqualTo(State.ACTIVE);
    assertThat(endpoints.resume("t", "partner")).isFalse();
    assertThat(endpoints.disable("t", "absent", "x")).isFalse();
    assertThat(fixture.events)
        .containsExactly(new WebhookEvent.EndpointDisabled("t", "partner", "contract ended"));
  }

  @Test
  void deletedEndpoint_isGone_itsNameIsFree_andItsRowGoesWithItsLastMessage() {
    Endpoint first = endpoints.create(Settings.of("t", "partner", URL));
    assertThat(endpoints.delete("t", "partner")).isTrue();
    assertThat(endpoints.delete("t", "partner")).isFalse();
    assertThat(endpoints.find("t", "partner")).isEmpty();
    assertThat(endpoints.list("t", "", 10)).isEmpty();
    Endpoint second = endpoints.create(Settings.of("t", "partner", URL));
    assertThat(second.id()).isNotEqualTo(first.id());
    EndpointStore store = fixture.endpoints(Map.of());
    queueOne(first.id());
    assertThat(fixture.inTransaction(store::sweep)).isZero();
    fixture.execute("DELETE FROM surety_webhook");
    assertThat(fixture.inTransaction(store::sweep)).isOne();
    assertThat(fixture.inTransaction(store::sweep)).isZero();
    assertThat(endpoints.find("t", "partner")).isPresent();
  }

  @Test
  void deletingAnEndpoint_forgetsItsCircuit() {
    endpoints.create(Settings.of("t", "partner", URL));
    fixture.operations().circuits().pause("t", "partner");
    endpoints.delete("t", "partner");
    assertThat(fixture.operations().circuits().list()).isEmpty();
  }

  @Test
  void list_goesByName_fromWhereItWasLeft() {
    for (String name : List.of("b", "a", "C", "d")) {
      endpoints.create(Settings.of("t", name, URL));
    }
    assertThat(endpoints.list("t", "", 2))
        .extracting(e -> e.settings().name())
        .containsExactly("C", "a");
    assertThat(endpoints.list("t", "a", 9))
        .extracting(e -> e.settings().name())
        .containsExactly("b", "d");
    assertThatThrownBy(() -> endpoints.list("t", "", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> endpoints.list("t", "", 1_001))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private State state() {
    return endpoints.find("t", "partner").orElseThrow().state();
  }

  private void queueOne(UUID endpoint) {
    int unused =
        fixture.execute(
            "INSERT INTO surety_webhook (delivery_id, application, circuit, endpoint_id, state, due, fence, attempts,"
                + " losses, size) VALUES (gen_random_uuid(), '"
                + fixture.application
                + "', gen_random_uuid(), '"
                + endpoint
                + "', 'waiting', now(), 0, 0, 0, 0)");
  }
}
