package dev.surety.webhook.internal;

import dev.surety.webhook.internal.SendStatements.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Queues messages within the current transaction.
 *
 * <p>Keys, then sequences, are taken in ascending order, so that two transactions that send once
 * each never wait for each other in a circle. A sequence's row stays locked until the transaction
 * ends, so its messages are numbered in the order of commits, without a gap.
 */
final class Enqueuing {

  private final SendStatements statements;
  private final ToLongFunction<Draft> dedup;

  /**
   * @param dedup for how many microseconds a message's key is taken
   */
  Enqueuing(SendStatements statements, ToLongFunction<Draft> dedup) {
    this.statements = statements;
    this.dedup = dedup;
  }

  /** What became of one message. */
  sealed interface Result {}

  /**
   * It is in the queue.
   *
   * @param due in microseconds since 1970
   */
  record Queued(Draft draft, boolean waiting, long due) implements Result {}

  /** An earlier message stands for it. */
  record Duplicate(UUID delivery) implements Result {}

  /** Its key has another body. */
  record Conflict() implements Result {}

  /**
   * Decides every message; result i belongs to draft i.
   *
   * @param together whether a conflict of one leaves all of them out
   */
  List<Result> run(List<Draft> drafts, boolean together) {
    // the common case: no key to look for, no number to take
    if (drafts.size() == 1 && isPlain(drafts.get(0))) {
      return List.copyOf(send(List.of(new Numbered(drafts.get(0), null, false))).values());
    }
    Map<UUID, Result> earlier = earlier(drafts);
    List<Draft> fresh = drafts.stream().filter(draft -> !earlier.containsKey(draft.id())).toList();
    if (together && earlier.containsValue(new Conflict())) {
      statements.untake(fresh.stream().filter(draft -> draft.key() != null).toList());
      return drafts.stream().<Result>map(draft -> new Conflict()).toList();
    }
    Map<UUID, Result> results = new HashMap<>(earlier);
    if (!fresh.isEmpty()) {
      results.putAll(send(numbered(fresh)));
    }
    return drafts.stream().map(draft -> results.get(draft.id())).toList();
  }

  private static boolean isPlain(Draft draft) {
    return draft.key() == null && draft.sequence() == null;
  }

  private Map<UUID, Result> send(List<Numbered> numbered) {
    Map<UUID, Result> queued = new HashMap<>();
    long now = statements.send(numbered);
    for (Numbered one : numbered) {
      Long notBefore = one.draft().notBefore();
      long due = notBefore == null ? now : Math.max(now, notBefore);
      queued.put(one.draft().id(), new Queued(one.draft(), one.waiting(), due));
    }
    return queued;
  }

  /** Messages for which an earlier one stands, in the table or among these. */
  private Map<UUID, Result> earlier(List<Draft> drafts) {
    Map<UUID, Draft> first = new LinkedHashMap<>();
    drafts.stream()
        .filter(draft -> draft.key() != null)
        .forEach(draft -> first.putIfAbsent(draft.key(), draft));
    if (first.isEmpty()) {
      return Map.of();
    }
    Set<UUID> taken = statements.take(first.values(), dedup);
    Map<UUID, Taken> owners = new HashMap<>();
    first.forEach((key, draft) -> owners.put(key, new Taken(draft.bodyHash(), draft.id())));
    List<UUID> before = first.keySet().stream().filter(key -> !taken.contains(key)).toList();
    if (!before.isEmpty()) {
      owners.putAll(statements.taken(before));
    }
    Map<UUID, Result> earlier = new HashMap<>();
    for (Draft draft : drafts) {
      Taken owner = draft.key() == null ? null : owners.get(draft.key());
      if (owner != null && !owner.delivery().equals(draft.id())) {
        boolean same = owner.bodyHash().equals(draft.bodyHash());
        earlier.put(draft.id(), same ? new Duplicate(owner.delivery()) : new Conflict());
      }
    }
    return earlier;
  }

  private List<Numbered> numbered(List<Draft> drafts) {
    Map<UUID, Long> many =
        drafts.stream()
            .filter(draft -> draft.sequence() != null)
            .collect(Collectors.groupingBy(Draft::sequence, TreeMap::new, Collectors.counting()));
    if (many.isEmpty()) {
      return drafts.stream().map(draft -> new Numbered(draft, null, false)).toList();
    }
    Map<UUID, Long> next = new HashMap<>();
    Map<UUID, Long> last = statements.number(many);
    many.forEach(
        (sequence, number) -> next.put(sequence, last.getOrDefault(sequence, 0L) - number + 1));
    Set<UUID> occupied = statements.newest(many.keySet());
    List<Numbered> numbered = new ArrayList<>();
    for (Draft draft : drafts) {
      UUID sequence = draft.sequence();
      if (sequence == null) {
        numbered.add(new Numbered(draft, null, false));
      } else {
        long number = next.merge(sequence, 1L, Long::sum) - 1;
        numbered.add(new Numbered(draft, number, !occupied.add(sequence)));
      }
    }
    return numbered;
  }
}
