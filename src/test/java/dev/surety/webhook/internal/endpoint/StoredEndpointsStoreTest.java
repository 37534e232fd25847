package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.testing.RecordedLog;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.Endpoint.State;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of registered endpoints. */
class StoredEndpointsStoreTest {

  private static final URI URL = URI.create("https://partner.example/hook?secret=hush");

  private ReceiversFixture fixture;
  private Endpoints endpoints;

  @BeforeEach
  void open() {
    fixture = new ReceiversFixture(TestDatabase.shared());
    endpoints = fixture.operations().endpoints();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void createdEndpoint_isFoundAsItWasGiven() {
    Settings all =
        new Settings(
            "t",
            "partner",
            URL,
            "ring-1",
            Set.of(Signature.LEGACY, Signature.STANDARD),
            Map.of("X-Shop", "a \"quoted\" value"),
            "partner",
            10,
            3);
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
            headers -> Optional.empty(),
            signatures -> Optional.empty(),
            name -> true,
            fixture.sender)) {
      assertThat(others.endpoints().find("t", "partner")).isEmpty();
      assertThat(others.endpoints().delete("t", "partner")).isFalse();
    }
  }

  @Test
  void update_replacesSettings_andTellsWhetherThereIsOne() {
    Endpoint created = endpoints.create(Settings.of("t", "partner", URL));
    URI other = URI.create("https://other.example/");
    Settings changed =
        new Settings("t", "partner", other, null, Set.of(), Map.of("X-A", "1"), null, 5, null);
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

  @Test
  void refusedUrl_isToldWithoutItsAddress_andLoggedWithoutItsPath() {
    Settings settings = Settings.of("t", "inner", URI.create("https://inside.example/hush?x=hush"));
    try (RecordedLog log = new RecordedLog()) {
      assertThatThrownBy(() -> endpoints.create(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("url is not allowed")
          .hasMessageNotContaining("10.1.2.3");
      assertThat(log.texts())
          .anyMatch(text -> text.contains("10.1.2.3") && text.contains("https://inside.example"));
      assertThat(log.texts()).noneMatch(text -> text.contains("hush"));
    }
    assertThat(endpoints.find("t", "inner")).isEmpty();
    endpoints.create(Settings.of("t", "inner", URL));
    assertThatThrownBy(() -> endpoints.update(settings))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void test_sendsOneMessageWithTheEndpointsSettings() {
    Endpoint endpoint =
        endpoints.create(
            new Settings(
                "t",
                "partner",
                URL,
                "r",
                Set.of(Signature.LEGACY),
                Map.of("X-A", "1"),
                null,
                null,
                2));
    assertThat(endpoints.test("t", "partner"))
        .isEqualTo(new Endpoints.TestResult("delivered", 204));
    Job job = fixture.sender.jobs.get(0);
    assertThat(job.message().type()).isEqualTo("surety.test");
    assertThat(job.message().url()).isEqualTo(URL.toString());
    assertThat(job.message().webhookId()).matches("[A-Za-z0-9_-]{1,128}");
    assertThat(job.receiver())
        .isEqualTo(new Job.Receiver("partner", "r", "LEGACY", Map.of("X-A", "1"), null, 2));
    assertThat(job.lane().endpoint()).isEqualTo(endpoint.id());
    assertThatThrownBy(() -> endpoints.test("t", "absent"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("no endpoint 'absent'");
  }

  @ParameterizedTest
  @EnumSource(SendResult.Trouble.class)
  void testWithoutAnAnswer_tellsNoAddress_butOperatorsFindIt(SendResult.Trouble trouble) {
    endpoints.create(Settings.of("t", "partner", URL));
    fixture.sender.answer = new SendResult.Unanswered(trouble, "at 10.1.2.3");
    try (RecordedLog log = new RecordedLog()) {
      Endpoints.TestResult result = endpoints.test("t", "partner");
      assertThat(result.status()).isZero();
      assertThat(result.outcome()).doesNotContain("10.1.2.3").doesNotContain("refused");
      assertThat(log.texts())
          .anyMatch(text -> text.contains("10.1.2.3"))
          .noneMatch(t -> t.contains("hush"));
    }
  }

  @Test
  void testWithAnotherAnswer_tellsItsStatus() {
    endpoints.create(Settings.of("t", "partner", URL));
    fixture.sender.answer = new SendResult.Answered(503, Optional.empty(), Optional.empty(), "");
    assertThat(endpoints.test("t", "partner"))
        .isEqualTo(new Endpoints.TestResult("server-error", 503));
  }

  private State state() {
    return endpoints.find("t", "partner").orElseThrow().state();
  }

  private void queueOne(UUID endpoint) {
    int unused =
        fixture.execute(
            "INSERT INTO surety_webhook (delivery_id, application, circuit, endpoint_id, state, due, fence, attempts,"
                + " losses) VALUES (gen_random_uuid(), '"
                + fixture.application
                + "', gen_random_uuid(), '"
                + endpoint
                + "', 'waiting', now(), 0, 0, 0)");
  }
}
