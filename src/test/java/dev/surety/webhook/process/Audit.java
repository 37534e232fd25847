package dev.surety.webhook.process;

import dev.surety.webhook.process.History.Arrival;
import dev.surety.webhook.process.History.Attempt;
import dev.surety.webhook.process.History.Claim;
import dev.surety.webhook.process.History.End;
import dev.surety.webhook.process.History.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Compares a {@link History} with what is promised.
 *
 * <p>An arrival belongs to the claim of its sender, one arrival to one claim. A claim that did not
 * end the delivery and yet led to an arrival is explained by a failed attempt in the log that was
 * settled under it; or, being lost, by an interruption of its instance or of the database between
 * the claim and the next one; or by a line of the log that came after the next claim, which shows
 * that the lease ended before the sender could settle. Nothing else explains a repeat.
 */
final class Audit {

  /** What is wrong. */
  enum Fault {
    /** A committed order's message was never answered 2xx. */
    LOST,
    /** No committed order has such a message. */
    NOT_COMMITTED,
    /** It is not its order's, or not what came before under its id. */
    CHANGED_BODY,
    /** No instance has signed it. */
    FORGED,
    /** There is no claim of its sender left for it. */
    SENT_WITHOUT_CLAIM,
    /** It came again, and nothing says why. */
    UNEXPLAINED,
    /** A message of its sequence that was committed later came first. */
    OUT_OF_ORDER,
    /** The numbers of its sequence are not 1, 2, 3 in the order of commits. */
    MISNUMBERED
  }

  /** Why a message came although it was not the last time. */
  enum Reason {
    FAILED_ATTEMPT,
    INTERRUPTED,
    LEASE_ENDED
  }

  /** A fault of one message. */
  record Violation(Fault fault, String webhookId, String detail) {}

  private final History history;
  private final Map<UUID, List<Claim>> claims;
  private final Map<UUID, List<Attempt>> attempts;
  private final Map<String, List<Arrival>> arrivals;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);

  private Audit(History history) {
    this.history = history;
    this.claims = history.claims().stream().collect(Collectors.groupingBy(Claim::delivery));
    this.attempts = history.attempts().stream().collect(Collectors.groupingBy(Attempt::delivery));
    this.arrivals =
        history.arrivals().stream()
            .sorted(Comparator.comparing(Arrival::at))
            .collect(Collectors.groupingBy(Arrival::webhookId));
  }

  static Audit of(History history) {
    Audit audit = new Audit(history);
    audit.run();
    return audit;
  }

  List<Violation> violations() {
    return violations;
  }

  /** How many violations there are of each kind. */
  Map<Fault, Long> faults() {
    return violations.stream()
        .collect(Collectors.groupingBy(Violation::fault, Collectors.counting()));
  }

  /** How many arrivals that were not the last were explained, and by what. */
  Map<Reason, Integer> reasons() {
    return reasons;
  }

  private void run() {
    Map<String, Order> orders = new HashMap<>();
    history.orders().forEach(order -> orders.put(order.webhookId(), order));
    arrivals.forEach(
        (id, all) -> {
          if (!orders.containsKey(id)) {
            report(Fault.NOT_COMMITTED, id, all);
          }
        });
    history.orders().forEach(this::checkMessage);
    Map<String, List<Order>> keyed = new LinkedHashMap<>();
    for (Order order : history.orders()) {
      if (order.key() != null) {
        keyed.computeIfAbsent(order.key(), key -> new ArrayList<>()).add(order);
      }
    }
    keyed.values().forEach(this::checkOrder);
  }

  private void checkMessage(Order order) {
    List<Arrival> came = arrivals.getOrDefault(order.webhookId(), List.of());
    if (came.stream().noneMatch(Arrival::accepted)) {
      report(Fault.LOST, order.webhookId(), order + " " + claims.get(order.delivery()));
    }
    if (came.stream().map(Arrival::body).distinct().count() > 1
        || came.stream().anyMatch(one -> one.order() != order.number())) {
      report(Fault.CHANGED_BODY, order.webhookId(), came);
    }
    explain(order, came);
  }

  private void explain(Order order, List<Arrival> came) {
    List<Claim> free = new ArrayList<>(claims.getOrDefault(order.delivery(), List.of()));
    for (Arrival arrival : came) {
      if (arrival.sender().isEmpty()) {
        report(Fault.FORGED, order.webhookId(), arrival);
        continue;
      }
      Claim claim =
          free.stream()
              .filter(one -> one.instance().equals(arrival.sender()))
              .filter(one -> !one.at().isAfter(arrival.at()))
              .max(Comparator.comparing(Claim::fence))
              .orElse(null);
      if (claim != null) {
        free.remove(claim);
        if (claim.end() != End.FINISHED) {
          explain(order, claim, came);
        }
      } else {
        report(Fault.SENT_WITHOUT_CLAIM, order.webhookId(), came + " " + free);
      }
    }
  }

  private void explain(Order order, Claim claim, List<Arrival> came) {
    List<Attempt> logged =
        attempts.getOrDefault(order.delivery(), List.of()).stream()
            .filter(line -> line.attempt() == claim.attempt())
            .toList();
    // the next claim's own attempt has the same number and excuses nothing
    long settled =
        claims.getOrDefault(order.delivery(), List.of()).stream()
            .filter(one -> one.attempt() == claim.attempt() && one.end() != End.LOST)
            .count();
    boolean late =
        logged.size() > settled
            && logged.stream().anyMatch(line -> line.at().isAfter(claim.ended()));
    if (claim.end() == End.PUT_BACK && logged.stream().anyMatch(line -> !line.delivered())) {
      reasons.merge(Reason.FAILED_ATTEMPT, 1, Integer::sum);
    } else if (claim.end() == End.LOST
        && history.interruptions().stream().anyMatch(one -> one.concerns(claim))) {
      reasons.merge(Reason.INTERRUPTED, 1, Integer::sum);
    } else if (claim.end() == End.LOST && late) {
      reasons.merge(Reason.LEASE_ENDED, 1, Integer::sum);
    } else {
      report(Fault.UNEXPLAINED, order.webhookId(), claim + " " + logged + " " + came);
    }
  }

  private void checkOrder(List<Order> sequence) {
    Arrival before = null;
    for (int i = 0; i < sequence.size(); i++) {
      Order order = sequence.get(i);
      List<Arrival> came = arrivals.getOrDefault(order.webhookId(), List.of());
      long number = i + 1;
      if (came.stream().anyMatch(one -> !Long.valueOf(number).equals(one.sequenceNumber()))) {
        report(Fault.MISNUMBERED, order.webhookId(), number + " " + came);
      }
      if (!came.isEmpty()) {
        if (before != null && !before.at().isBefore(came.get(0).at())) {
          report(Fault.OUT_OF_ORDER, order.webhookId(), before + " " + came);
        }
        before = came.get(0);
      }
    }
  }

  private void report(Fault fault, String webhookId, Object detail) {
    violations.add(new Violation(fault, webhookId, String.valueOf(detail)));
  }
}
