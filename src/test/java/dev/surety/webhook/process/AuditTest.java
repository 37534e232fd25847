package dev.surety.webhook.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.process.Audit.Fault;
import dev.surety.webhook.process.Audit.Reason;
import dev.surety.webhook.process.History.Arrival;
import dev.surety.webhook.process.History.End;
import dev.surety.webhook.process.History.Order;
import org.junit.jupiter.api.Test;

/**
 * The audit finds each thing that may be wrong with messages and their order, and nothing in a good
 * run.
 */
class AuditTest extends AuditedRun {

  @Test
  void goodRun_isPassed_andItsRepeatsAreExplained() {
    Audit audit = audit();
    assertThat(audit.violations()).isEmpty();
    assertThat(audit.reasons()).containsEntry(Reason.FAILED_ATTEMPT, 1);
    assertThat(audit.reasons()).containsEntry(Reason.INTERRUPTED, 1);
  }

  @Test
  void orderWithoutAcceptedArrival_isLost() {
    arrivals.removeIf(arrival -> arrival.webhookId().equals("m1"));
    assertThat(faults()).containsExactly(Fault.LOST);
  }

  @Test
  void orderThatWasOnlyRefused_isLost() {
    arrivals.removeIf(arrival -> arrival.webhookId().equals("m1"));
    arrive(1, "two", 8, 41, false);
    assertThat(faults()).containsExactly(Fault.LOST);
  }

  @Test
  void arrivalOfARolledBackOrder_isNotCommitted() {
    arrivals.add(new Arrival("m9", 9, "9", "one", null, at(12), true));
    assertThat(faults()).containsExactly(Fault.NOT_COMMITTED);
  }

  @Test
  void repeatWithOtherBytes_isAChangedBody() {
    Arrival last = arrivals.remove(2);
    arrivals.add(new Arrival("m0", 7, "changed", "two", 1L, last.at(), true));
    assertThat(faults()).containsExactly(Fault.CHANGED_BODY);
  }

  @Test
  void bodyOfAnotherOrder_isAChangedBody() {
    arrivals.remove(3);
    arrive(1, "two", 7, 41, true);
    assertThat(faults()).containsExactly(Fault.CHANGED_BODY);
  }

  @Test
  void arrivalThatNobodySigned_isForged() {
    arrive(1, "", 8, 46, true);
    assertThat(faults()).containsExactly(Fault.FORGED);
  }

  @Test
  void laterOrderThatCameFirst_isOutOfOrder() {
    claims.removeIf(claim -> claim.delivery().equals(IDS[1]));
    arrivals.remove(3);
    claim(1, "two", 1, 1, 4, End.FINISHED, 6);
    arrive(1, "two", 8, 5, true);
    assertThat(faults()).containsExactly(Fault.OUT_OF_ORDER);
  }

  @Test
  void numbersInAnotherOrderThanTheCommits_areMisnumbered() {
    Order first = orders.remove(0);
    orders.add(first);
    assertThat(faults()).contains(Fault.MISNUMBERED, Fault.OUT_OF_ORDER);
  }

  @Test
  void missingNumber_isMisnumbered() {
    orders.add(1, new Order(9, KEY, "m2", IDS[2]));
    assertThat(faults()).containsOnly(Fault.MISNUMBERED, Fault.LOST);
  }
}
