package dev.surety.replay.internal;

import dev.surety.core.Row;
import dev.surety.replay.Acceptance;
import dev.surety.replay.internal.Command.Accept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Accepts a batch of nonces within one transaction: look, lock what must be counted, insert.
 *
 * <p>What needs no lock is decided by the look and writes nothing: expired, remembered, of a full
 * key. All other nonces of a key are decided under its counter's lock, so nobody inserts between
 * counting and inserting; replays of just now are seen by the unique hash, and looked for again
 * where capacity would refuse them. Of equal nonces in a batch the first is decided, the others
 * replay it.
 */
final class AcceptFlush {

  private final NonceStatements statements;
  private final Counters counters;
  private final String totalHash;

  private final Map<String, List<Accept>> open = new LinkedHashMap<>();
  private final Set<String> full = new HashSet<>();
  private final IdentityHashMap<Command, Object> answers = new IdentityHashMap<>();
  private final Set<String> newKeys = new HashSet<>();

  AcceptFlush(NonceStatements statements, ReplaySettings settings) {
    this.statements = statements;
    this.totalHash = settings.globalCap() == 0 ? "" : statements.totalHash();
    this.counters = new Counters(settings, totalHash);
  }

  /** Each command's {@link Acceptance}. */
  IdentityHashMap<Command, Object> run(List<Accept> asked) {
    look(asked);
    refuseFull();
    if (!open.isEmpty()) {
      lockMissing();
      insert(admit());
    }
    return answers;
  }

  /** The key ids that had no counter before. */
  Set<String> newKeys() {
    return newKeys;
  }

  private void look(List<Accept> asked) {
    List<Row> rows = statements.look(asked, totalHash);
    Map<Integer, Acceptance> verdicts = new LinkedHashMap<>();
    long now = rows.get(0).number(1);
    for (Row row : rows) {
      switch (row.text(0)) {
        case "e" -> verdicts.put(row.integer(1), Acceptance.EXPIRED);
        case "r" -> verdicts.put(row.integer(1), Acceptance.REPLAYED);
        case "f" -> full.add(row.text(2));
        case "l" -> counters.put(row.text(2), LiveCounts.of(row.text(3)).liveAt(now));
        default -> {}
      }
    }
    for (int i = 0; i < asked.size(); i++) {
      Accept accept = asked.get(i);
      Acceptance verdict = verdicts.get(i + 1);
      if (verdict == null) {
        open.computeIfAbsent(accept.nonce().nonceHash(), nonce -> new ArrayList<>()).add(accept);
      } else {
        answers.put(accept, verdict);
      }
    }
  }

  private void refuseFull() {
    boolean all = full.contains(totalHash);
    open.values().removeIf(same -> (all || full.contains(same.get(0).keyHash())) && refuse(same));
  }

  private boolean refuse(List<Accept> same) {
    same.forEach(accept -> answers.put(accept, Acceptance.AT_CAPACITY));
    return true;
  }

  private boolean replay(List<Accept> same) {
    same.forEach(accept -> answers.put(accept, Acceptance.REPLAYED));
    return true;
  }

  private void lockMissing() {
    Set<String> missing = new TreeSet<>();
    first().forEach(accept -> missing.add(accept.keyHash()));
    if (!totalHash.isEmpty()) {
      missing.add(totalHash);
    }
    missing.removeIf(counters::has);
    if (!missing.isEmpty()) {
      newKeys.addAll(statements.lock(missing, counters));
    }
  }

  private List<Accept> first() {
    return open.values().stream().map(same -> same.get(0)).toList();
  }

  /** Who goes in; before anybody is refused for capacity, replays of just now are told. */
  private List<Accept> admit() {
    List<Accept> admitted = counters.admitted(first());
    if (admitted.size() < open.size()) {
      Set<String> seen = statements.seen(open.keySet()).keySet();
      open.entrySet().removeIf(same -> seen.contains(same.getKey()) && replay(same.getValue()));
      admitted = counters.admitted(first());
      Set<Accept> in = Collections.newSetFromMap(new IdentityHashMap<>());
      in.addAll(admitted);
      open.values().removeIf(same -> !in.contains(same.get(0)) && refuse(same));
    }
    return admitted;
  }

  private void insert(Collection<Accept> admitted) {
    if (admitted.isEmpty()) {
      return;
    }
    counters.count(admitted, 1);
    Set<String> inserted = statements.insert(admitted, counters);
    List<Accept> notInserted =
        admitted.stream().filter(a -> !inserted.contains(a.nonce().nonceHash())).toList();
    open.values().forEach(this::replay);
    admitted.forEach(accept -> answers.put(accept, Acceptance.FRESH));
    notInserted.forEach(accept -> answers.put(accept, Acceptance.REPLAYED));
    if (!notInserted.isEmpty()) {
      counters.count(notInserted, -1);
      statements.insert(List.of(), counters);
    }
  }
}
