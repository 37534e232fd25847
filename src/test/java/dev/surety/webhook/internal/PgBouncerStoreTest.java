package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.internal.LocalIdempotency;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.internal.LocalRings;
import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.replay.internal.LocalNonces;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each part through a PgBouncer in transaction mode, where no session is kept: the worker of two
 * instances, and each other part's basic calls. {@code -Ddb=pgbouncer} runs other tests so.
 */
class PgBouncerStoreTest {

  private static final int MESSAGES = 300;
  private static final int KEYS = 10;

  private static TestDatabase database;

  @BeforeAll
  static void start() {
    assumeTrue(
        TestDatabase.isPoolerInstalled(), "no pgbouncer on this machine; .ci/run installs it");
    database = TestDatabase.pooled();
  }

  @AfterAll
  static void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void consecutiveTransactions_meetDifferentSessions() throws SQLException {
    // otherwise the other tests prove nothing
    try (Connection one = database.dataSource().getConnection();
        Connection other = database.dataSource().getConnection()) {
      String first = session(one);
      other.setAutoCommit(false);
      String taken = session(other);
      String second = session(one);
      other.rollback();
      assertThat(taken).isEqualTo(first).isNotEqualTo(second);
    }
  }

  @Test
  void webhooksOfTwoInstances_areDeliveredInOrder_andEachOnce() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (WebhookFixture fixture = new WebhookFixture(database)) {
      Map<String, String> config = Map.of("surety.webhook.retry-schedule", "PT0.05S");
      WebhookFixture.Receiver receiver =
          job -> status(tries.incrementAndGet() % 10 == 0 ? 503 : 204);
      Instance one = fixture.instance(config, receiver);
      Instance two = fixture.instance(config, receiver);
      for (int i = 0; i < MESSAGES / 2; i++) {
        String key = "key-" + i % KEYS;
        fixture.inTransaction(
            () ->
                one.webhooks()
                    .sendAll(List.of(message().sequenceKey(key).build(), message().build())));
        two.webhooks().send(message().sequenceKey(key).build());
      }
      await(() -> fixture.queued() == 0);
      assertThat(
              fixture.text(
                  "SELECT count(*) FROM surety_webhook_log WHERE outcome = 'delivered'"
                      + of(fixture)))
          .isEqualTo(Integer.toString(MESSAGES / 2 * 3));
      assertThat(fixture.text("SELECT max(last_number) FROM surety_webhook_sequence"))
          .isEqualTo(Integer.toString(MESSAGES / KEYS));
      assertThat(disorder(fixture)).isEqualTo("0");
    }
  }

  @Test
  void rolledBackWebhook_isNotSent() throws Exception {
    try (WebhookFixture fixture = new WebhookFixture(database)) {
      Instance one = fixture.instance(job -> status(204));
      WebhookMessage message = message().sequenceKey("key").build();
      try {
        fixture.inTransaction(
            () -> {
              one.webhooks().send(message);
              throw new IllegalStateException("rolled back");
            });
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("rolled back");
      }
      assertThat(fixture.queued()).isZero();
      one.webhooks().send(message);
      await(() -> fixture.queued() == 0);
      assertThat(one.sent()).hasSize(1);
      assertThat(one.sent().peek().message().sequenceNumber()).isEqualTo(1);
    }
  }

  @Test
  void idempotentRequest_isRunOnceAndReplayed() {
    try (LocalIdempotency idempotency = new LocalIdempotency(database)) {
      Idempotency service = idempotency.service();
      Scope scope = new Scope("tenant", "issuer", "alice", "POST /orders");
      RequestHash hash = RequestHash.of("body".getBytes(StandardCharsets.UTF_8));
      List<Reservation.Reserved> reserved = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        reserved.add((Reservation.Reserved) service.reserve(scope, "k" + i, hash));
        assertThat(idempotency.other().reserve(scope, "k" + i, hash))
            .isInstanceOf(Reservation.InFlight.class);
      }
      Answer answer = new Answer(201, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
      assertThat(service.renew(reserved.get(0))).isTrue();
      assertThat(service.complete(reserved.get(0), answer)).isEqualTo(Completion.COMPLETED);
      assertThat(
              idempotency
                  .transactions()
                  .own(() -> service.completeInTransaction(reserved.get(1), answer)))
          .isEqualTo(Completion.COMPLETED);
      assertThat(service.release(reserved.get(2))).isTrue();
      for (String key : List.of("k0", "k1")) {
        assertThat(idempotency.other().reserve(scope, key, hash))
            .isInstanceOf(Reservation.Replay.class);
      }
    }
  }

  @Test
  void nonce_isAcceptedOnce() {
    try (LocalNonces nonces = new LocalNonces(database)) {
      KeyId key = KeyId.of("key-1");
      Instant expiry = nonces.now().plusSeconds(120);
      for (int i = 0; i < KEYS; i++) {
        assertThat(nonces.store().accept(key, "n" + i, expiry)).isEqualTo(Acceptance.FRESH);
        assertThat(nonces.store().accept(key, "n" + i, expiry)).isEqualTo(Acceptance.REPLAYED);
      }
      assertThat(nonces.store().seen(key, "n0")).isTrue();
    }
  }

  @Test
  void ring_isSeededAndRotated() {
    try (LocalRings rings = new LocalRings(database)) {
      Ring ring = Ring.webhook("webhooks");
      rings.rings().seed(ring, "k1", LocalRings.secret());
      assertThat(rings.rings().rotate(ring, "k2", LocalRings.secret(), Duration.ofHours(1), false))
          .isInstanceOf(Rotation.Rotated.class);
      assertThat(rings.rings().active(ring)).isPresent();
    }
  }

  /** How many messages were delivered before one of their sequence with a lower number. */
  private static String disorder(WebhookFixture fixture) {
    return fixture.text(
        "SELECT count(*) FROM surety_webhook_log a JOIN surety_webhook_log b"
            + " ON a.sequence_key = b.sequence_key AND a.sequence_number < b.sequence_number"
            + " AND a.application = b.application"
            + " WHERE a.outcome = 'delivered' AND b.occurred_at < a.occurred_at"
            + of(fixture).replace("application", "a.application"));
  }

  private static String of(WebhookFixture fixture) {
    return " AND application = '" + fixture.application + "'";
  }

  private static String session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
