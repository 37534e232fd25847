package dev.surety.keys.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.keys.KeyChange;
import dev.surety.keys.KeyChange.Operation;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import dev.surety.keys.internal.RingViews.Used;
import dev.surety.keys.internal.Ruling.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part's statements with their parameters; each runs in the current transaction. */
final class KeyStatements {

  private final Database database;
  private final SqlFile statements;
  private final String application;

  KeyStatements(Core core) {
    this.database = core.database();
    this.statements = new SqlFile("keys", core.names());
    this.application = core.settings().application();
  }

  /** Locks the ring's row; false where there is none. */
  boolean lock(Ring ring) {
    return !run("lock_ring", application, ring.name()).isEmpty();
  }

  /** Makes the ring, unless somebody else has. */
  void make(Ring ring) {
    run("make_ring", application, ring.name(), stored(ring.use()));
  }

  /**
   * @param kid a key that is among the ring's, however many these are; empty for none in particular
   */
  RingState ring(Ring ring, String kid) {
    List<Row> rows = run("ring", application, ring.name(), kid);
    if (rows.isEmpty()) {
      return new RingState(null, 0, List.of());
    }
    List<StoredKey> keys = new ArrayList<>();
    rows.stream().filter(row -> !row.isNull(2)).forEach(row -> keys.add(key(row)));
    return new RingState(
        read(KeyUse.class, rows.get(0).text(0)), rows.get(0).number(1), List.copyOf(keys));
  }

  void insert(Ring ring, Step step, Sealed sealed) {
    run(
        "insert",
        application,
        ring.name(),
        step.kid(),
        stored(step.to()),
        sealed.bytes(),
        sealed.encryptionKey());
  }

  /** Writes a step of a key that is there; false if the key is not as it was read. */
  boolean move(Ring ring, Step step, KeyState from) {
    String state = stored(from);
    List<Row> moved =
        switch (step.to()) {
          case ACTIVE -> run("activate", application, ring.name(), step.kid(), state);
          case GRACE ->
              run("grace", application, ring.name(), step.kid(), state, step.graceUntil());
          case RETIRED -> run("retire", application, ring.name(), step.kid(), state);
          case DESTROYED -> run("destroy", application, ring.name(), step.kid(), state);
          case PREPARED -> throw new IllegalStateException("no key becomes prepared again");
        };
    return moved.size() == 1;
  }

  /** Replaces a secret's encryption; false if the row is not as it was read. */
  boolean rewrap(Ring ring, String kid, Sealed old, Sealed renewed) {
    return run(
                "rewrap",
                application,
                ring.name(),
                kid,
                renewed.bytes(),
                renewed.encryptionKey(),
                old.bytes())
            .size()
        == 1;
  }

  /** Rings with secrets that are not under that key-encryption key. */
  List<Ring> outdated(String encryptionKey) {
    return run("outdated", application, encryptionKey).stream()
        .map(row -> new Ring(row.text(0), read(KeyUse.class, row.text(1))))
        .toList();
  }

  /** A secret and where it is stored. */
  record Stored(Ring ring, String kid, Sealed sealed, KeyState state) {}

  List<Stored> outdated(Ring ring, String encryptionKey) {
    return run("outdated_keys", application, ring.name(), encryptionKey).stream()
        .map(
            row -> new Stored(ring, row.text(0), sealed(row, 1), read(KeyState.class, row.text(3))))
        .toList();
  }

  /** One secret under each key-encryption key that is in use. */
  List<Stored> samples() {
    return run("samples", application).stream()
        .map(
            row ->
                new Stored(
                    new Ring(row.text(0), read(KeyUse.class, row.text(1))),
                    row.text(2),
                    sealed(row, 3),
                    read(KeyState.class, row.text(5))))
        .toList();
  }

  void note(Command.Change change, String kid, @Nullable KeyState from, KeyState to) {
    run(
        "note",
        application,
        change.ring().name(),
        kid,
        change.who(),
        stored(change.operation()),
        from == null ? "" : stored(from),
        stored(to));
  }

  /** {@code null} if there is no such ring. */
  @Nullable KeyUse use(Ring ring) {
    List<Row> rows = run("ring_use", application, ring.name());
    return rows.isEmpty() ? null : read(KeyUse.class, rows.get(0).text(0));
  }

  List<KeyChange> audit(Ring ring) {
    return run("audit", application, ring.name()).stream()
        .map(
            row ->
                new KeyChange(
                    Micros.instant(row.number(0)),
                    row.text(1),
                    read(Operation.class, row.text(2)),
                    row.text(3),
                    row.text(4).isEmpty() ? null : read(KeyState.class, row.text(4)),
                    read(KeyState.class, row.text(5))))
        .toList();
  }

  /** Notes that keys were used; returns those whose rows were not locked. */
  List<Used> verified(List<Used> keys) {
    return run(
            "verified",
            application,
            SqlArray.ofText(keys, Used::ring),
            SqlArray.ofText(keys, Used::kid))
        .stream()
        .map(row -> new Used(row.text(0), row.text(1)))
        .toList();
  }

  long endGraces() {
    return run("end_graces", application).get(0).number(0);
  }

  long forget(Duration age) {
    return run("forget", application, age.toSeconds()).get(0).number(0);
  }

  private List<Row> run(String statement, Object... parameters) {
    return database.direct(statements.get(statement), parameters);
  }

  private static StoredKey key(Row row) {
    return new StoredKey(
        row.text(2),
        read(KeyState.class, row.text(3)),
        row.isNull(4) ? null : sealed(row, 4),
        row.number(6),
        numberOrNull(row, 7),
        numberOrNull(row, 8),
        numberOrNull(row, 9));
  }

  private static Sealed sealed(Row row, int column) {
    return new Sealed(row.isNull(column + 1) ? "" : row.text(column + 1), row.bytes(column));
  }

  private static @Nullable Long numberOrNull(Row row, int column) {
    return row.isNull(column) ? null : Long.valueOf(row.number(column));
  }

  private static String stored(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E read(Class<E> type, String stored) {
    return Enum.valueOf(type, stored.toUpperCase(Locale.ROOT));
  }
}
