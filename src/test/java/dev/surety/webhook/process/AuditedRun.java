package dev.surety.webhook.process;

import dev.surety.webhook.process.Audit.Fault;
import dev.surety.webhook.process.Audit.Violation;
import dev.surety.webhook.process.History.Arrival;
import dev.surety.webhook.process.History.Attempt;
import dev.surety.webhook.process.History.Claim;
import dev.surety.webhook.process.History.End;
import dev.surety.webhook.process.History.Interruption;
import dev.surety.webhook.process.History.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** A small run that went well, for tests to spoil. */
abstract class AuditedRun {

  static final String KEY = "key";
  static final UUID[] IDS = {id(0), id(1), id(2)};

  final List<Order> orders = new ArrayList<>();
  final List<Arrival> arrivals = new ArrayList<>();
  final List<Claim> claims = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<Interruption> interruptions = new ArrayList<>();

  /**
   * Two orders of one key: the first failed once, was lost at a kill and arrived; then the other.
   */
  @BeforeEach
  void goodRun() {
    orders.add(new Order(7, KEY, "m0", IDS[0]));
    orders.add(new Order(8, KEY, "m1", IDS[1]));
    claim(0, "one", 1, 1, 10, End.PUT_BACK, 15);
    arrive(0, "one", 7, 11, false);
    attempts.add(new Attempt(IDS[0], 1, false, at(15)));
    claim(0, "one", 2, 2, 20, End.LOST, 30);
    arrive(0, "one", 7, 21, true);
    interruptions.add(new Interruption("one", at(22), at(28)));
    claim(0, "two", 3, 2, 30, End.FINISHED, 35);
    arrive(0, "two", 7, 31, true);
    attempts.add(new Attempt(IDS[0], 2, true, at(35)));
    claim(1, "two", 1, 1, 40, End.FINISHED, 45);
    arrive(1, "two", 8, 41, true);
    attempts.add(new Attempt(IDS[1], 1, true, at(45)));
  }

  final Audit audit() {
    return Audit.of(new History(orders, arrivals, claims, attempts, interruptions));
  }

  final List<Fault> faults() {
    return audit().violations().stream().map(Violation::fault).toList();
  }

  final void claim(
      int message, String instance, int fence, int attempt, int from, End end, int to) {
    claims.add(new Claim(IDS[message], instance, fence, attempt, at(from), end, at(to)));
  }

  final void arrive(int message, String sender, long order, int time, boolean accepted) {
    arrivals.add(
        new Arrival("m" + message, order, "" + order, sender, message + 1L, at(time), accepted));
  }

  static UUID id(int n) {
    return new UUID(0, n);
  }

  static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
