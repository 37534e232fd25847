package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Circuit;
import dev.surety.webhook.Circuit.State;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.WebhookEvent;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of circuits, and do to them. */
class StoredCircuitsStoreTest {

  private ReceiversFixture fixture;
  private Circuits circuits;

  @BeforeEach
  void open() {
    fixture = new ReceiversFixture(TestDatabase.shared());
    circuits = fixture.operations().circuits();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void openCircuit_isReadable_andClosesByHand() {
    fail(fixture.ids.key("t", "bank"), "bank", 5);
    Circuit open = circuits.find("t", "bank").orElseThrow();
    assertThat(open.state()).isEqualTo(State.OPEN);
    assertThat(open.failures()).isEqualTo(5);
    assertThat(open.reason()).isEqualTo("timeout");
    assertThat(open.nextProbe().orElseThrow())
        .isBetween(ReceiversFixture.NOW.plusSeconds(60), ReceiversFixture.NOW.plusSeconds(90));
    assertThat(circuits.list()).containsExactly(open);
    assertThat(circuits.reset("t", "bank")).isTrue();
    assertThat(circuits.find("t", "bank")).isEmpty();
    assertThat(circuits.reset("t", "bank")).isFalse();
    assertThat(fixture.events).containsExactly(new WebhookEvent.CircuitClosed("t", "bank"));
  }

  @Test
  void closedCircuitThatHasFailures_isReset_withoutAnEvent() {
    fail(fixture.ids.key("t", "bank"), "bank", 3);
    assertThat(circuits.reset("t", "bank")).isTrue();
    assertThat(fixture.events).isEmpty();
  }

  @Test
  void probeOfBeforeAReset_changesNothing() {
    UUID circuit = fixture.ids.key("t", "bank");
    fail(circuit, "bank", 5);
    fixture.at(Duration.ofSeconds(90));
    CircuitStore store = fixture.circuits();
    UUID lease = fixture.probe(circuit, Duration.ofSeconds(30));
    circuits.reset("t", "bank");
    CircuitResult late = new CircuitResult(circuit, "t", "bank", false, true, lease, "timeout");
    assertThat(fixture.inTransaction(() -> store.settle(List.of(late)))).isEmpty();
    assertThat(circuits.find("t", "bank")).isEmpty();
  }

  @Test
  void pausedCircuit_isNotProbed_andOutlivesResetsAndSuccesses() {
    UUID circuit = fixture.ids.key("t", "bank");
    fail(circuit, "bank", 5);
    circuits.pause("t", "bank");
    fixture.at(Duration.ofSeconds(90));
    assertThat(fixture.probe(circuit, Duration.ofSeconds(30))).isNull();
    assertThat(circuits.reset("t", "bank")).isTrue();
    assertThat(circuits.find("t", "bank").orElseThrow().paused()).isTrue();
    assertThat(circuits.resume("t", "bank")).isTrue();
    assertThat(circuits.resume("t", "bank")).isFalse();
    assertThat(circuits.list()).isEmpty();
  }

  @Test
  void resumedCircuit_keepsWhatItHasCounted() {
    fail(fixture.ids.key("t", "bank"), "bank", 3);
    circuits.pause("t", "bank");
    circuits.resume("t", "bank");
    assertThat(circuits.find("t", "bank").orElseThrow().failures()).isEqualTo(3);
  }

  @Test
  void keysOfEndpointsUrlsAndBreakers_areFound() {
    UUID endpoint =
        fixture
            .operations()
            .endpoints()
            .create(Settings.of("t", "partner", URI.create("https://a.example/")))
            .id();
    fail(fixture.ids.endpoint("t", endpoint), "partner", 1);
    URI url = URI.create("https://b.example/hook?x=1");
    fail(fixture.ids.url("t", url), CircuitIds.key(url), 2);
    fail(fixture.ids.key("t", "bank"), "bank", 3);
    assertThat(circuits.find("t", "partner").orElseThrow().failures()).isOne();
    assertThat(circuits.find("t", "https://B.example/hook").orElseThrow().failures()).isEqualTo(2);
    assertThat(circuits.find("t", "bank").orElseThrow().failures()).isEqualTo(3);
    assertThat(circuits.find("u", "bank")).isEmpty();
    assertThat(circuits.list())
        .extracting(Circuit::key)
        .containsExactly("bank", "https://b.example/hook", "partner");
  }

  @Test
  void pauseOfAnUnknownCircuit_holdsTheEndpointsOrUrlsOrKeys() {
    UUID endpoint =
        fixture
            .operations()
            .endpoints()
            .create(Settings.of("t", "partner", URI.create("https://a.example/")))
            .id();
    circuits.pause("t", "partner");
    circuits.pause("t", "https://b.example/hook?x=1");
    circuits.pause("t", "bank");
    assertThat(circuits.list()).extracting(Circuit::paused).containsExactly(true, true, true);
    for (UUID id :
        List.of(
            fixture.ids.endpoint("t", endpoint),
            fixture.ids.url("t", URI.create("https://b.example/hook")),
            fixture.ids.key("t", "bank"))) {
      assertThat(
              fixture.text(
                  "SELECT paused FROM surety_webhook_circuit WHERE circuit = '" + id + "'"))
          .isEqualTo("t");
    }
  }

  @Test
  void keysThatNobodyCanStore_areRefused() {
    String url = "https://b.example/";
    for (String key :
        List.of("", "a\u0000b", "k".repeat(256), url + "k".repeat(2_049 - url.length()))) {
      assertThatThrownBy(() -> circuits.find("t", key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 255 characters, as a url 2048");
    }
  }

  @Test
  void longestKeysOfMessages_areFound() {
    String key = "k".repeat(255);
    String url = "https://b.example/" + "p".repeat(2_030);
    String tenant = "t".repeat(128);
    assertThat(url).hasSize(2_048);
    circuits.pause(tenant, key);
    circuits.pause(tenant, url);
    assertThat(circuits.find(tenant, key)).isPresent();
    assertThat(circuits.find(tenant, url)).isPresent();
  }

  private void fail(UUID circuit, String key, int times) {
    CircuitResult failure = new CircuitResult(circuit, "t", key, false, true, null, "timeout");
    List<CircuitChange> unused =
        fixture.inTransaction(() -> fixture.circuits().settle(Collections.nCopies(times, failure)));
  }
}
