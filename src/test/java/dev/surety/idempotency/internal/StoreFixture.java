package dev.surety.idempotency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Scope;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.PlainSql;
import dev.surety.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Instances of the service on one database, and the one seam by which tests move time. */
final class StoreFixture implements AutoCloseable {

  static final Scope SCOPE = new Scope("tenant", "issuer", "alice", "POST /orders");
  static final RequestHash HASH = RequestHash.of(bytes("body"));
  static final RequestHash OTHER = RequestHash.of(bytes("other"));
  static final Answer ANSWER =
      new Answer(201, Map.of("Location", List.of("/orders/1")), bytes("{\"id\":1}"));
  static final ReserveOptions HOLD =
      new ReserveOptions(Duration.ofSeconds(60), Duration.ofHours(24), Recovery.HOLD);

  private final LocalUnit unit;

  StoreFixture() {
    this(TestDatabase.shared());
  }

  StoreFixture(TestDatabase database) {
    this.unit = new LocalUnit(database);
  }

  StoredIdempotency instance(String application, Map<String, String> config) {
    Core core = unit.core(application, new IdempotencyPart(), config);
    return new StoredIdempotency(core, IdempotencySettings.of(new MapConfig(config)));
  }

  LocalUnit unit() {
    return unit;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Reserved reserved(Reservation reservation) {
    assertThat(reservation).isInstanceOf(Reserved.class);
    return (Reserved) reservation;
  }

  /** Lets time pass for one column of a key's row. */
  static void age(ScopedKey key, String column, String by) {
    update(
        key,
        column + " = least(" + column + ", now() + interval '1 year') - interval '" + by + "'");
  }

  static void update(ScopedKey key, String change) {
    String where = " WHERE key_hash = decode('" + key.keyHash() + "', 'hex')";
    assertThat(execute("UPDATE surety_idempotency SET " + change + where)).isEqualTo(1);
  }

  static int execute(String sql) {
    return new PlainSql(TestDatabase.shared()).execute(sql);
  }

  static long number(String sql) {
    return Long.parseLong(new PlainSql(TestDatabase.shared()).text(sql));
  }

  @Override
  public void close() {
    unit.close();
  }
}
