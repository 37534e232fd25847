package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.HOLD;
import static dev.surety.idempotency.internal.StoreFixture.OTHER;
import static dev.surety.idempotency.internal.StoreFixture.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.Fingerprint;
import dev.surety.idempotency.Resolution;
import dev.surety.idempotency.Scope;
import dev.surety.testing.RecordedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log never tells, whatever happens. */
@Timeout(60)
class LogStoreTest {

  private static StoreFixture fixture;

  private final String application = "app-" + UUID.randomUUID();
  private final Scope scope = new Scope("tenant-q7", "issuer-q7", "principal-q7", "operation-q7");
  private final ScopedKey scoped =
      ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, scope, "key-q7");

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void decidedKey_isNamedByTwelveDigits_andSoIsWhoDecided() {
    try (RecordedLog log = new RecordedLog();
        var service = fixture.instance(application, Map.of())) {
      service.reserve(scope, "key-q7", HASH, HOLD);
      assertThat(resolve(service, new Resolution.Free())).isFalse();
      StoreFixture.age(scoped, "lease_until", "2 minutes");
      assertThat(resolve(service, new Resolution.Free())).isTrue();
      service.reserve(scope, "key-q7", HASH, HOLD);
      StoreFixture.age(scoped, "lease_until", "2 minutes");
      assertThat(resolve(service, new Resolution.Answered(ANSWER))).isTrue();
      Fingerprint fingerprint = fingerprint();
      assertThat(log.texts())
          .filteredOn(text -> text.contains("held key"))
          .hasSize(3)
          .allMatch(text -> text.contains("held key " + fingerprint.of(scoped.keyHash()) + ":"))
          .allMatch(text -> text.contains("by " + fingerprint.of("person-q7")));
      assertThat(fingerprint.of("person-q7")).matches("[0-9a-f]{12}");
      assertNothingLeaked(log);
    }
  }

  @Test
  void refusalsAndCorruptRows_leakNothing() {
    Map<String, String> limits = Map.of("surety.idempotency.max-rows", "1");
    try (RecordedLog log = new RecordedLog();
        var service = fixture.instance(application, limits)) {
      service.reserve(scope, "key-q7", HASH);
      service.reserve(scope, "key-q7", OTHER);
      StoreFixture.update(scoped, "request_hash = '\\x00'");
      List<SuretyException> refusals =
          Stream.of("key-q7", "key-q7-more", "key-q7\u0000")
              .map(key -> refusal(() -> service.reserve(scope, key, HASH)))
              .toList();
      assertThat(refusals).allSatisfy(e -> assertHolds(e.getMessage()));
      assertNothingLeaked(log);
    }
  }

  @Test
  void failingSweepAndRefusedStatement_areReportedAndLeakNothing() throws Exception {
    Map<String, String> often = Map.of("surety.idempotency.sweep-interval", "PT1S");
    try (RecordedLog log = new RecordedLog();
        var service = fixture.instance(application, often)) {
      service.reserve(scope, "key-q7", HASH, HOLD);
      StoreFixture.age(scoped, "lease_until", "2 minutes");
      resolve(service, new Resolution.Answered(ANSWER));
      StoreFixture.age(scoped, "sweep_at", "30 days");
      execute("ALTER TABLE surety_idempotency ADD CONSTRAINT no_q CHECK (status = 1) NOT VALID");
      try {
        while (log.texts().stream()
            .noneMatch(text -> text.contains("sweeping idempotency failed"))) {
          Thread.sleep(20);
        }
        assertThatThrownBy(() -> service.putIfAbsent(scope, "key-q7", ANSWER, Duration.ofHours(1)))
            .isInstanceOf(SuretyException.class)
            .satisfies(e -> assertHolds(String.valueOf(e.getMessage())));
      } finally {
        execute("ALTER TABLE surety_idempotency DROP CONSTRAINT no_q");
      }
      assertThat(log.texts()).anyMatch(text -> text.contains("violates check constraint"));
      assertNothingLeaked(log);
    }
  }

  private boolean resolve(StoredIdempotency service, Resolution resolution) {
    return service.resolve(scope, "key-q7", resolution, "person-q7");
  }

  private static SuretyException refusal(Runnable call) {
    try {
      call.run();
    } catch (SuretyException e) {
      return e;
    } catch (IllegalArgumentException e) {
      return new SuretyException(String.valueOf(e.getMessage()));
    }
    throw new AssertionError("was not refused");
  }

  private void assertNothingLeaked(RecordedLog log) {
    assertThat(log.texts()).allSatisfy(this::assertHolds);
  }

  /** Neither what callers said, nor hashes of it that anybody could make again. */
  private void assertHolds(String text) {
    assertThat(text)
        .doesNotContain("-q7")
        .doesNotContain(scoped.keyHash().substring(0, 12))
        .doesNotContain(scoped.ownerHash().substring(0, 12))
        .doesNotContain(HASH.hex().substring(0, 12))
        .doesNotContain(new String(ANSWER.body(), StandardCharsets.UTF_8));
  }

  private Fingerprint fingerprint() {
    return new Fingerprint(
        fixture.unit().core(application, new IdempotencyPart(), Map.of()).settings());
  }
}
