package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.State;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sending does to endpoints: failures that last disable, and rates are shared. */
class EndpointResultsStoreTest {

  private static final URI URL = URI.create("https://partner.example/hook");

  private ReceiversFixture fixture;
  private EndpointStore store;
  private UUID id;

  @BeforeEach
  void open() {
    fixture = new ReceiversFixture(TestDatabase.shared());
    store = fixture.endpoints(Map.of());
    id = create("partner", 10);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void failuresBegin_andASuccessEndsThem() {
    settle(false);
    Endpoint failing = partner();
    assertThat(failing.failingSince()).isNotNull();
    fixture.at(Duration.ofHours(1));
    settle(false);
    assertThat(partner()).isEqualTo(failing);
    settle(true);
    assertThat(partner().failingSince()).isNull();
  }

  @Test
  void resultsThatChangeNothing_writeNothing() {
    String untouched = rowVersion();
    settle(true);
    assertThat(rowVersion()).isEqualTo(untouched);
    settle(false);
    String failing = rowVersion();
    settle(false);
    assertThat(rowVersion()).isEqualTo(failing);
  }

  @Test
  void fiveDaysOfNothingButFailures_disable_once() {
    settle(false);
    fixture.at(Duration.ofHours(119));
    assertThat(settle(false)).isEmpty();
    fixture.at(Duration.ofHours(121));
    assertThat(settle(false)).containsExactly(new DisabledEndpoint(id, "t", "partner", "failing"));
    assertThat(partner().state()).isEqualTo(State.DISABLED);
    assertThat(partner().reason()).isEqualTo("failing");
    assertThat(settle(false)).isEmpty();
    fixture.operations().endpoints().resume("t", "partner");
    assertThat(settle(false)).as("failures before it was resumed are forgiven").isEmpty();
  }

  @Test
  void successAmongTheFailures_startsTheDaysAgain() {
    settle(false);
    fixture.at(Duration.ofHours(121));
    assertThat(settle(true, false)).isEmpty();
    assertThat(partner().failingSince()).isAfter(ReceiversFixture.NOW.plus(Duration.ofHours(120)));
    settle(false, true);
    assertThat(partner().failingSince()).isNull();
  }

  @Test
  void disabling_canBeSwitchedOff() {
    store = fixture.endpoints(Map.of("surety.webhook.disable-after", "PT0S"));
    settle(false);
    fixture.at(Duration.ofDays(100));
    assertThat(settle(false)).isEmpty();
    assertThat(partner().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void receiverThatIsGone_isDisabledAtOnce() {
    List<DisabledEndpoint> disabled =
        fixture.inTransaction(
            () -> store.results(List.of(new EndpointResult(id, URL.toString(), false, true))));
    assertThat(disabled).containsExactly(new DisabledEndpoint(id, "t", "partner", "gone"));
    assertThat(partner().state()).isEqualTo(State.DISABLED);
  }

  @Test
  void newUrl_isNotHeldResponsibleForTheOldOne_alsoForWhatAnswersLate() {
    settle(false);
    fixture
        .operations()
        .endpoints()
        .update(Settings.of("t", "partner", URI.create("https://new.example/")));
    assertThat(partner().failingSince()).isNull();
    settle(false);
    assertThat(partner().failingSince()).as("what was sent before it moved").isNull();
    EndpointResult gone = new EndpointResult(id, URL.toString(), false, true);
    assertThat(fixture.inTransaction(() -> store.results(List.of(gone)))).isEmpty();
    assertThat(partner().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void rateLimit_isKept_andTellsWhenThereIsMore() {
    assertThat(rates(5).granted()).isOne();
    Rate none = rates(5);
    assertThat(none.granted()).isZero();
    assertThat(none.again()).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
    fixture.at(Duration.ofHours(1));
    assertThat(rates(1)).isEqualTo(new Rate(1, Duration.ZERO));
  }

  @Test
  void whatIsGivenBack_isGrantedAgain() {
    assertThat(rates(1).granted()).isOne();
    fixture.inTransaction(
        () -> {
          store.giveBack(Map.of(id, 1));
          return true;
        });
    assertThat(rates(1).granted()).isOne();
    assertThat(rates(1).granted()).isZero();
  }

  @Test
  void highRate_grantsATenthOfASecondsWorthAtOnce() {
    id = create("fast", 1_000);
    Rate first = rates(500);
    assertThat(first.granted()).isEqualTo(100);
    assertThat(first.again()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(2));
  }

  @Test
  void endpointsWithoutALimit_getAll_andThoseThatAreNotActiveNothing() {
    UUID free = create("free", null);
    UUID paused = create("paused", null);
    fixture.operations().endpoints().pause("t", "paused");
    assertThat(fixture.inTransaction(() -> store.rates(Map.of(free, 7, paused, 7, id, 1))))
        .isEqualTo(Map.of(free, new Rate(7, Duration.ZERO), id, new Rate(1, Duration.ZERO)));
  }

  @Test
  void sixteenClaimers_shareOneRate() throws Exception {
    UUID shared = create("shared", 50);
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      long start = System.nanoTime();
      List<Future<Integer>> claims = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        claims.add(pool.submit(() -> claimForASecond(shared, start)));
      }
      int granted = 0;
      for (Future<Integer> claim : claims) {
        granted += claim.get(30, TimeUnit.SECONDS);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat((double) granted).isBetween(30.0, 50 * seconds + 6);
    } finally {
      pool.shutdownNow();
    }
  }

  private int claimForASecond(UUID shared, long start) {
    int granted = 0;
    while (System.nanoTime() - start < 1_000_000_000L) {
      Rate rate = fixture.inTransaction(() -> store.rates(Map.of(shared, 9))).get(shared);
      granted += rate == null ? 0 : rate.granted();
    }
    return granted;
  }

  private Rate rates(int wanted) {
    Rate rate = fixture.inTransaction(() -> store.rates(Map.of(id, wanted))).get(id);
    return rate == null ? new Rate(-1, Duration.ZERO) : rate;
  }

  private List<DisabledEndpoint> settle(boolean... delivered) {
    List<EndpointResult> results = new ArrayList<>();
    for (boolean one : delivered) {
      results.add(new EndpointResult(id, URL.toString(), one, false));
    }
    return fixture.inTransaction(() -> store.results(results));
  }

  private UUID create(String name, Integer rate) {
    return fixture
        .operations()
        .endpoints()
        .create(new Settings("t", name, URL, null, Set.of(), Map.of(), null, rate, null))
        .id();
  }

  private Endpoint partner() {
    return fixture.operations().endpoints().find("t", "partner").orElseThrow();
  }

  private String rowVersion() {
    return fixture.text(
        "SELECT xmin || '/' || ctid FROM surety_webhook_endpoint WHERE name = 'partner'");
  }
}
