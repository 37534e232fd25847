package dev.surety.signature.process;

import static dev.surety.signature.shop.Parcel.body;
import static dev.surety.signature.shop.Parcel.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.signature.shop.SignedOrders;
import dev.surety.signature.shop.SignedShop;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import dev.surety.testing.WildFlyProcess;
import dev.surety.testing.WrongClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two servers with one application on one database; the second one's clock is ten minutes slow
 * where that can be had.
 *
 * <p>{@code -Dslow=true} for the race over 5,000 nonces, and for a replay that waits for its time.
 */
class SignatureProcessIT {

  private static final boolean SLOW = Boolean.getBoolean("slow");
  private static final int THREADS = 8;
  private static final Duration BEHIND = Duration.ofMinutes(-10);
  private static final String REPLAYED = "request_signature_replayed";
  private static final String OUT_OF_TIME = "request_signature_window_invalid";

  private static final TestDatabase DATABASE = TestDatabase.shared();
  private static final PartnerKey KEY = PartnerKey.ed25519("key-1");
  private static final Map<String, String> CLOCK = WrongClock.by(BEHIND).orElse(Map.of());

  private static WildFlyProcess one;
  private static WildFlyProcess two;

  @BeforeAll
  static void start() {
    SignedOrders.create();
    one = WildFlyProcess.start("signed-one", war());
    two = WildFlyProcess.start("signed-two", war(), CLOCK);
  }

  @AfterAll
  static void close() {
    Stream.of(one, two)
        .forEach(
            server -> {
              if (server != null) {
                server.close();
              }
            });
  }

  private static TestWar war() {
    return TestWar.named("signed.war")
        .config(
            Map.of(
                "surety.signature.public-origins", "https://shop.example",
                "surety.signature.verifiers", "other",
                "surety.signature.verifier.other.key-sets", "one",
                "surety.signature.key-sets", "one",
                "surety.signature.key-set.one.jwks", PartnerKey.set(KEY)))
        .classes(SignedShop.class);
  }

  @Test
  void requestSentAgainToTheOtherInstance_isReplayed() {
    Parcel first = letter().signedBy(KEY);
    assertThat(code(to(one, first))).isEqualTo("200");
    assertThat(code(to(two, first))).isEqualTo(REPLAYED);
    Parcel second = letter().signedBy(KEY);
    assertThat(code(to(two, second))).isEqualTo("200");
    assertThat(code(to(one, second))).isEqualTo(REPLAYED);
  }

  @Test
  void nonceSentToBothInstancesAtOnce_isAcceptedOnce() throws Exception {
    int nonces = SLOW ? 5_000 : 200;
    ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
    try {
      for (int from = 0; from < nonces; from += THREADS) {
        List<Parcel> parcels =
            IntStream.range(0, THREADS).mapToObj(i -> letter().signedBy(KEY)).toList();
        List<List<Future<String>>> answers =
            parcels.stream()
                .map(
                    p ->
                        Stream.of(one, two).map(s -> threads.submit(() -> code(to(s, p)))).toList())
                .toList();
        for (List<Future<String>> pair : answers) {
          assertThat(List.of(pair.get(0).get(), pair.get(1).get()))
              .containsExactlyInAnyOrder("200", REPLAYED);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void serversClock_isTenMinutesSlow() {
    assumeTrue(!CLOCK.isEmpty(), "no C compiler on this machine to make a wrong clock with");
    long difference = clock(two) - clock(one);
    assertThat(difference).isBetween(BEHIND.toMillis() - 5_000, BEHIND.toMillis() + 5_000);
  }

  @Test
  void requestOfNow_isAcceptedWhateverTheServersClockSays() {
    assertThat(code(to(one, letter().signedBy(KEY)))).isEqualTo("200");
    assertThat(code(to(two, letter().signedBy(KEY)))).isEqualTo("200");
  }

  @Test
  void requestOfAnotherTime_isRefusedWhateverTheServersClockSays() {
    // valid by a clock that is ten minutes slow
    assertRefusedByBoth(-600, -360);
    assertRefusedByBoth(-420, -120);
    // valid by none, or by one that is fast
    assertRefusedByBoth(-1200, -960);
    assertRefusedByBoth(120, 360);
    assertRefusedByBoth(-10, 600);
  }

  @Test
  void requestSentAgain120SecondsAfterItsExpiry_isRefusedByBoth() throws InterruptedException {
    assumeTrue(SLOW, "takes two minutes; -Dslow=true");
    Parcel parcel = at(-200, 1).signedBy(KEY);
    assertThat(code(to(one, parcel))).isEqualTo("200");
    Thread.sleep(121_000);
    assertThat(code(to(one, parcel))).isEqualTo(OUT_OF_TIME);
    assertThat(code(to(two, parcel))).isEqualTo(OUT_OF_TIME);
  }

  @Test
  void stoppedDatabase_is503_andNever200_andServesAgain() {
    assumeTrue(DATABASE.kind() == TestDatabase.Kind.EMBEDDED, "a container would change its port");
    Parcel known = letter().signedBy(KEY);
    assertThat(code(to(one, known))).isEqualTo("200");
    Parcel fresh = letter().signedBy(KEY);
    DATABASE.stop();
    try {
      for (Parcel parcel : List.of(known, fresh, letter().signedBy(KEY))) {
        assertUnavailable(to(one, parcel));
        assertUnavailable(to(two, parcel));
      }
    } finally {
      DATABASE.restart();
    }
    assertThat(code(to(one, known))).isEqualTo(REPLAYED);
    assertThat(code(to(two, fresh))).isEqualTo("200");
  }

  private static void assertUnavailable(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(503);
    assertThat(reply.text())
        .contains("application/problem+json")
        .containsIgnoringCase("Retry-After: 1");
  }

  private static void assertRefusedByBoth(int created, int expires) {
    assertThat(code(to(one, at(created, expires).signedBy(KEY)))).isEqualTo(OUT_OF_TIME);
    assertThat(code(to(two, at(created, expires).signedBy(KEY)))).isEqualTo(OUT_OF_TIME);
  }

  /** Signed and expiring so many seconds from now. */
  private static Letter at(int created, int expires) {
    long now = Instant.now().getEpochSecond();
    return letter().parameter("created", now + created).parameter("expires", now + expires);
  }

  private static Letter letter() {
    return new Letter("POST", "https://shop.example/signed/api/signed", "hello");
  }

  private static Reply to(WildFlyProcess server, Parcel parcel) {
    return parcel.sendTo(server.uri(""));
  }

  private static long clock(WildFlyProcess server) {
    URI uri = server.uri("api/signed/clock");
    return Long.parseLong(body(new Letter("GET", uri.toString(), "").unsigned().send()));
  }
}
