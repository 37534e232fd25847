package dev.surety.idempotency.process;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Every reply that clients got, to be compared with the table of orders.
 *
 * <p>Thread-safe.
 */
final class Ledger {

  /** What is wrong with a key. */
  enum Fault {
    /** More than one run left a row. */
    SECOND_EFFECT,
    /** Retries were told different runs. */
    SECOND_ANSWER,
    /** A success names a run that left no row. */
    ANSWER_WITHOUT_EFFECT,
    /** All the retries ended without a success. */
    NO_ANSWER,
    /** A reply that no client should get, such as a 500 or a 422. */
    UNKNOWN_REPLY
  }

  /** A fault of one key. */
  record Violation(Fault fault, String key, String detail) {}

  /** A success; retry; and what a server says that is just starting or not reached. */
  private static final Set<Integer> EXPECTED = Set.of(201, 409, 503, 404, 0);

  private final Set<Integer> expected = new TreeSet<>(EXPECTED);
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();

  /**
   * @param alsoExpected further statuses that a client may see before it succeeds
   */
  Ledger(Integer... alsoExpected) {
    expected.addAll(List.of(alsoExpected));
  }

  void add(String key, Reply reply) {
    replies.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>()).add(reply);
  }

  Set<String> keys() {
    return Set.copyOf(replies.keySet());
  }

  /** How many replies of each status were seen; 0 stands for none. */
  Map<Integer, Long> statuses() {
    return replies.values().stream()
        .flatMap(Queue::stream)
        .collect(groupingBy(Reply::status, TreeMap::new, counting()));
  }

  /** What replies of that status said. */
  List<String> bodies(int status) {
    return replies.values().stream()
        .flatMap(Queue::stream)
        .filter(reply -> reply.status() == status)
        .map(Reply::body)
        .toList();
  }

  /**
   * Audits every key.
   *
   * @param runs the runs that left a row, by key
   */
  List<Violation> violations(Map<String, List<String>> runs) {
    List<Violation> found = new ArrayList<>();
    replies.forEach((key, seen) -> audit(key, seen, runs.getOrDefault(key, List.of()), found));
    return found;
  }

  private void audit(String key, Queue<Reply> seen, List<String> rows, List<Violation> found) {
    Set<String> answers = new TreeSet<>();
    for (Reply reply : seen) {
      if (reply.isSuccess()) {
        answers.add(reply.body());
      }
      if (!expected.contains(reply.status())) {
        found.add(new Violation(Fault.UNKNOWN_REPLY, key, reply.toString()));
      }
    }
    if (rows.size() > 1) {
      found.add(new Violation(Fault.SECOND_EFFECT, key, "rows " + rows + ", replies " + seen));
    }
    if (answers.size() > 1) {
      found.add(new Violation(Fault.SECOND_ANSWER, key, "answers " + answers));
    }
    if (answers.isEmpty()) {
      found.add(new Violation(Fault.NO_ANSWER, key, "replies " + seen));
    }
    if (!rows.containsAll(answers)) {
      found.add(
          new Violation(Fault.ANSWER_WITHOUT_EFFECT, key, "answers " + answers + ", rows " + rows));
    }
  }
}
