package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.EXPIRED;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;

import dev.surety.replay.Acceptance;
import dev.surety.replay.internal.Command.Accept;
import dev.surety.replay.internal.NonceStatements.Inserted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accepts a batch of nonces within one transaction.
 *
 * <p>Nonces that have permits are inserted without asking any counter. For the others {@link
 * Admission} locks the counters before anything is inserted. A nonce that did not go in by the
 * unique hash is a replay, unless what it met has ended; one that is outside its time was not tried
 * by the same statement. Of equal nonces in a batch the first within its time is decided, the
 * others replay it.
 */
final class AcceptFlush {

  private final NonceStatements statements;
  private final ReplaySettings settings;
  private final Grants grants;

  private final IdentityHashMap<Command, Object> answers = new IdentityHashMap<>();
  private final List<Presented> presented = new ArrayList<>();
  private final List<Admission> admissions = new ArrayList<>();
  private final Map<Long, Acceptance> verdicts = new HashMap<>();
  private boolean decided;
  private long now;

  AcceptFlush(NonceStatements statements, ReplaySettings settings, Grants grants) {
    this.statements = statements;
    this.settings = settings;
    this.grants = grants;
  }

  /** Each command's {@link Acceptance}. */
  IdentityHashMap<Command, Object> run(List<Accept> asked) {
    List<Accept> left = asked;
    while (!left.isEmpty()) {
      left = round(left);
    }
    decided = true;
    return answers;
  }

  /** The key ids that had no counter before. */
  Set<String> newKeys() {
    return admissions.stream()
        .flatMap(admission -> admission.newKeys().stream())
        .collect(Collectors.toSet());
  }

  /** Settles permits with the transaction's outcome; what may have gone in has used its own. */
  void ended(boolean committed) {
    grants.settle(presented, one -> decided && answers.get(one.accept()) == FRESH);
    admissions.forEach(admission -> admission.ended(committed, decided));
  }

  /** Returns those whose equal was refused for a time that is not theirs. */
  private List<Accept> round(List<Accept> asked) {
    verdicts.clear();
    Map<Long, List<Accept>> equal =
        asked.stream()
            .collect(
                Collectors.groupingBy(
                    accept -> accept.nonce().nonceHash(), LinkedHashMap::new, Collectors.toList()));
    List<Presented> reserved =
        grants.reserve(equal.values().stream().map(same -> same.get(0)).toList());
    presented.addAll(reserved);
    decide(reserved);
    List<Accept> left = new ArrayList<>();
    equal.values().forEach(same -> answer(same, left));
    return left;
  }

  private void decide(List<Presented> first) {
    Admission admission = new Admission(statements, settings, grants);
    admissions.add(admission);
    List<Presented> asking = first.stream().filter(admission::isNeeded).toList();
    if (!asking.isEmpty()) {
      now = admission.decide(asking, verdicts);
    }
    List<Presented> going =
        first.stream()
            .filter(one -> !verdicts.containsKey(one.nonceHash()))
            .sorted(Comparator.comparingLong(Presented::nonceHash))
            .toList();
    if (!going.isEmpty()) {
      insert(going);
      admission.count(going.stream().filter(one -> is(one, FRESH)).toList(), now);
    }
  }

  private void insert(List<Presented> going) {
    Inserted inserted = statements.accept(going);
    now = inserted.now();
    List<Presented> met = new ArrayList<>();
    for (Presented one : going) {
      if (inserted.in().contains(one.nonceHash())) {
        verdicts.put(one.nonceHash(), FRESH);
      } else if (isWithinItsTime(one.accept())) {
        met.add(one);
      } else {
        verdicts.put(one.nonceHash(), EXPIRED);
      }
    }
    if (!met.isEmpty()) {
      replayOrReplace(met);
    }
  }

  private void replayOrReplace(List<Presented> met) {
    met.forEach(one -> verdicts.put(one.nonceHash(), REPLAYED));
    Set<Long> live = statements.seen(hashes(met)).keySet();
    List<Presented> ended = met.stream().filter(one -> !live.contains(one.nonceHash())).toList();
    if (!ended.isEmpty()) {
      statements.replace(ended).forEach(hash -> verdicts.put(hash, FRESH));
    }
  }

  private void answer(List<Accept> same, List<Accept> left) {
    Accept first = same.get(0);
    Acceptance verdict = verdicts.getOrDefault(first.nonce().nonceHash(), AT_CAPACITY);
    answers.put(first, verdict);
    for (Accept other : same.subList(1, same.size())) {
      if (!isWithinItsTime(other)) {
        answers.put(other, EXPIRED);
      } else if (verdict == EXPIRED) {
        left.add(other);
      } else {
        answers.put(other, verdict == FRESH ? REPLAYED : verdict);
      }
    }
  }

  private boolean isWithinItsTime(Accept accept) {
    return accept.lifetime().isWithin(now, settings);
  }

  private boolean is(Presented one, Acceptance verdict) {
    return verdicts.get(one.nonceHash()) == verdict;
  }

  static List<Long> hashes(Collection<Presented> nonces) {
    return nonces.stream().map(Presented::nonceHash).toList();
  }
}
