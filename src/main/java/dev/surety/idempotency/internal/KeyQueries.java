package dev.surety.idempotency.internal;

import dev.surety.UnavailableException;
import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Resolution;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rarely asked statements: one key at a time, in the current transaction. */
final class KeyQueries {

  private static final RequestHash NO_REQUEST = RequestHash.of();

  private final Database database;
  private final SqlFile statements;
  private final String application;

  KeyQueries(Core core) {
    this.database = core.database();
    this.statements = new SqlFile("idempotency", core.names());
    this.application = core.settings().application();
  }

  Optional<KeyRow> find(ScopedKey key) {
    return database
        .direct(statements.get("look"), bytea(List.of(key.keyHash())), Integer.MAX_VALUE)
        .stream()
        .map(KeyRow::of)
        .filter(row -> !row.buried())
        .findFirst();
  }

  /** Which of the keys are in that state; one whose state is unknown is in none. */
  Set<String> inState(State state, Set<String> keyHashes) {
    return database.direct(statements.get("look"), bytea(keyHashes), 0).stream()
        .filter(row -> row.text(2).equals(state.name().toLowerCase(Locale.ROOT)))
        .map(row -> row.text(0))
        .collect(Collectors.toSet());
  }

  /** Keeps the answer in the simple store, unless one is kept: then that one is returned. */
  Put put(ScopedKey key, Answer answer, Duration ttl) {
    Optional<Put> stored = store(key, answer, ttl);
    if (stored.isPresent()) {
      return stored.get();
    }
    Optional<KeyRow> earlier = find(key).filter(row -> !row.expired());
    if (earlier.isPresent()) {
      return new Put(earlier, false, 0);
    }
    // Its time ended between the two statements, the first of which has locked it.
    return store(key, answer, ttl)
        .orElseThrow(() -> new UnavailableException("the key is being replaced; try again", null));
  }

  private Optional<Put> store(ScopedKey key, Answer answer, Duration ttl) {
    return database
        .query(
            statements.get("put"),
            key.keyHash(),
            application,
            key.ownerHash(),
            NO_REQUEST.hex(),
            answer.status(),
            StoredHeadersJson.write(answer.headers()),
            answer.body(),
            ttl.toMillis(),
            key.keyHash())
        .stream()
        .findFirst()
        .map(row -> new Put(Optional.empty(), row.flag(0), answer.bodyLength() - row.number(1)));
  }

  /**
   * What became of an answer for the simple store.
   *
   * @param earlier the answer that stays, if one was kept already
   * @param fresh whether a row was added
   * @param bytes by how many bytes the stored ones grew
   */
  record Put(Optional<KeyRow> earlier, boolean fresh, long bytes) {}

  boolean resolve(ScopedKey key, Resolution resolution, String by, Duration ttl) {
    Optional<Answer> answer =
        resolution instanceof Resolution.Answered answered
            ? Optional.of(answered.answer())
            : Optional.empty();
    State state = answer.isPresent() ? State.COMPLETED : State.RELEASED;
    List<Row> resolved =
        database.query(
            statements.get("resolve"),
            state.name().toLowerCase(Locale.ROOT),
            answer.map(Answer::status).orElse(0),
            StoredHeadersJson.write(answer.map(Answer::headers).orElse(Map.of())),
            answer.map(Answer::body).orElse(new byte[0]),
            by,
            ttl.toMillis(),
            ttl.toMillis(),
            key.keyHash());
    return !resolved.isEmpty();
  }

  Map<State, Long> counts() {
    Map<State, Long> counts = new EnumMap<>(State.class);
    for (State state : State.values()) {
      counts.put(state, 0L);
    }
    for (Row row : database.query(statements.get("counts"), application)) {
      counts.put(KeyRow.state(row.text(0)), row.number(1));
    }
    return counts;
  }

  static SqlArray bytea(Collection<String> hashes) {
    return SqlArray.ofBytea(hashes, hash -> hash);
  }
}
