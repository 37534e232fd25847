package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static dev.surety.idempotency.internal.StoreFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.core.Core;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.internal.Command.Complete;
import dev.surety.idempotency.internal.Command.Release;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one caller's key, answer or share does to the others of a flush: nothing. */
class FlushStoreTest {

  private static StoreFixture fixture;

  private final String application = "flush-" + UUID.randomUUID();
  private final List<Ticket> handedBack = new ArrayList<>();

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void rowThatCannotBeRead_failsNoOtherKeyOfItsFlush() {
    IdempotencyStore store = store();
    Reserve bad = reserve("mallory", "bad");
    store.apply(List.of(bad));
    store.apply(List.of(new Complete(bad.ticket(), State.COMPLETED, ANSWER)));
    update(bad.key(), "headers = 'null'");
    List<Object> answers =
        store.apply(List.of(reserve("mallory", "bad"), reserve("honest", "good")));
    assertThat(answers.get(0)).isExactlyInstanceOf(SuretyException.class);
    assertThat(answers.get(1)).isInstanceOf(Reserved.class);
  }

  @Test
  void largeAnswer_isStoredInATransactionOfItsOwn() {
    IdempotencyStore store = store();
    Reserve one = reserve("alice", "one");
    Reserve two = reserve("bob", "two");
    Complete large = new Complete(one.ticket(), State.COMPLETED, answerOf(100_000));
    Complete small = new Complete(two.ticket(), State.COMPLETED, ANSWER);
    var grouping = store.grouping(List.of(large, small));
    assertThat(grouping.apply(large)).isNotEqualTo(grouping.apply(small));
  }

  @Test
  void largeAnswer_isReplayedWhole_withoutBeingReadInTheFlush() {
    Answer large = answerOf(300_000);
    try (StoredIdempotency service = fixture.instance(application, Map.of())) {
      Scope scope = new Scope("", "", "alice", "op");
      service.complete(reserved(service.reserve(scope, "large", HASH)), large);
      assertThat(store().apply(List.of(reserve("alice", "large"))))
          .hasExactlyElementsOfTypes(Ruling.Large.class);
      assertThat(service.reserve(scope, "large", HASH))
          .isInstanceOfSatisfying(
              Replay.class,
              replay ->
                  assertThat(replay.storedResponse().answer().body()).isEqualTo(large.body()));
    }
  }

  @Test
  void answerBeyondTheConfiguredSize_isRefusedBeforeItIsQueued() {
    try (StoredIdempotency service =
        fixture.instance(application, Map.of("surety.idempotency.max-answer", "1000"))) {
      Scope scope = new Scope("", "", "alice", "op");
      Reserved reserved = reserved(service.reserve(scope, "key", HASH));
      assertThatThrownBy(() -> service.complete(reserved, answerOf(1001)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1001 bytes")
          .hasMessageContaining("surety.idempotency.max-answer");
      assertThatThrownBy(
              () -> service.putIfAbsent(scope, "put", answerOf(1001), Duration.ofHours(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void doubtfulClaim_isHandedBackByItsToken() {
    Reserve doubtful = reserve("alice", "doubtful");
    store().doubtful(doubtful);
    assertThat(handedBack).containsExactly(doubtful.ticket());
  }

  @Test
  void keyThatIsAskedForTwiceAtTheLimit_isRefusedTwice() {
    IdempotencyStore store = store(Map.of("surety.idempotency.max-rows", "1"));
    assertThat(store.apply(List.of(reserve("alice", "one")))).hasOnlyElementsOfType(Reserved.class);
    assertThat(store.apply(List.of(reserve("alice", "two"), reserve("alice", "two"))))
        .hasOnlyElementsOfType(LimitExceededException.class);
  }

  @Test
  void headersThatAreTooLongOrNoText_areRefusedBeforeTheyAreBatched() {
    try (StoredIdempotency service = fixture.instance(application, Map.of())) {
      Scope scope = new Scope("", "", "alice", "op");
      Reserved reserved = reserved(service.reserve(scope, "headers", HASH));
      for (Map<String, List<String>> headers :
          List.of(
              Map.of("X-Any", List.of("\ud800")),
              Map.of("X-Any", List.of("\0")),
              Map.of("X-Any", List.of("x".repeat(20_000))),
              Map.of("x".repeat(20_000), List.<String>of()))) {
        Answer answer = new Answer(200, headers, new byte[0]);
        assertThatThrownBy(() -> service.complete(reserved, answer))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("headers");
      }
      assertThat(service.renew(reserved)).isTrue();
    }
  }

  @Test
  void lockedCounter_delaysItsPrincipalOnly_andSaysNothingOfItsKeys() throws SQLException {
    Map<String, String> config =
        Map.of("surety.idempotency.max-rows", "100", "surety.patience", "PT4S");
    ExecutorService callers = Executors.newCachedThreadPool();
    try (StoredIdempotency service = fixture.instance(application, config);
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      Scope locked = new Scope("", "", "locked", "op");
      Scope free = new Scope("", "", "free", "op");
      IntStream.range(0, 60).forEach(i -> service.reserve(locked, "warm-" + i, HASH));
      reserved(service.reserve(free, "first", HASH));
      other.setAutoCommit(false);
      statement.executeQuery(lockCounter(reserve("locked", "any").key().ownerHash()));
      IntStream.range(0, 20)
          .forEach(i -> callers.submit(() -> service.reserve(locked, "new-" + i, HASH)));
      long start = System.nanoTime();
      IntStream.range(0, 5).forEach(i -> reserved(service.reserve(free, "free-" + i, HASH)));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThatThrownBy(() -> service.reserve(locked, "another", HASH))
          .isInstanceOf(UnavailableException.class);
      other.rollback();
      reserved(service.reserve(locked, "after", HASH));
    } finally {
      callers.shutdownNow();
    }
  }

  private static String lockCounter(String owner) {
    return "SELECT 1 FROM surety_idempotency_usage WHERE owner_hash = decode('%s', 'hex') FOR UPDATE"
        .formatted(owner);
  }

  private static Answer answerOf(int bytes) {
    byte[] body = new byte[bytes];
    new Random(1).nextBytes(body);
    return new Answer(200, Map.of(), body);
  }

  @Test
  void singleStatement_reservesWhatNobodyKnows_onceEach_andLeavesTheRestOpen() {
    IdempotencyStore store = store();
    Reserve known = reserve("alice", "known");
    Reserve fresh = reserve("alice", "fresh");
    assertThat(store.apply(List.of(known)).get(0)).isInstanceOf(Reserved.class);
    assertThat(store.single(List.of(known, fresh, reserve("alice", "fresh"))))
        .containsExactly(null, new Reserved(fresh.ticket(), 1, false), null);
  }

  @Test
  void singleStatement_leavesKeysOpen_whosePrincipalMustBeCounted() {
    assertThat(store().single(List.of(reserve("unknown", "key")))).isEmpty();
  }

  @Test
  void keyOfASingleStatementWhoseAnswerWasLost_isReleasedByItsToken() {
    IdempotencyStore store = store();
    Reserve lost = reserve("alice", "lost");
    assertThat(store.apply(List.of(reserve("alice", "first"))).get(0)).isInstanceOf(Reserved.class);
    assertThat(store.single(List.of(reserve("alice", "other"))).get(0))
        .isInstanceOf(Reserved.class);
    fixture.unit().loseAnswers(true);
    try {
      assertThatThrownBy(() -> store.single(List.of(lost)))
          .isInstanceOf(NotCommittedException.class);
    } finally {
      fixture.unit().loseAnswers(false);
    }
    store.doubtful(lost);
    assertThat(handedBack).containsExactly(lost.ticket());
    assertThat(store.apply(List.of(new Release(lost.ticket())))).containsExactly(true);
    assertThat(store.apply(List.of(reserve("alice", "lost"))).get(0))
        .isInstanceOfSatisfying(Reserved.class, again -> assertThat(again.attempt()).isEqualTo(2));
  }

  private IdempotencyStore store() {
    return store(Map.of());
  }

  private IdempotencyStore store(Map<String, String> config) {
    Core core = fixture.unit().core(application, new IdempotencyPart(), config);
    return new IdempotencyStore(
        core, IdempotencySettings.of(new MapConfig(config)), handedBack::add);
  }

  private Reserve reserve(String principal, String key) {
    Scope scope = new Scope("", "", principal, "op");
    return new Reserve(
        ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, scope, key),
        HASH.hex(),
        UUID.randomUUID(),
        new ReserveOptions(Duration.ofMinutes(1), Duration.ofDays(1), Recovery.RERUN));
  }
}
