package dev.surety.webhook.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.process.Audit.Fault;
import dev.surety.webhook.process.Audit.Reason;
import dev.surety.webhook.process.History.Attempt;
import dev.surety.webhook.process.History.Interruption;
import org.junit.jupiter.api.Test;

/** The audit finds each repeat that nothing explains, and passes the others. */
class AuditRepeatsTest extends AuditedRun {

  @Test
  void secondArrivalUnderOneClaim_isSentWithoutClaim() {
    arrive(1, "two", 8, 42, true);
    assertThat(faults()).containsExactly(Fault.SENT_WITHOUT_CLAIM);
  }

  @Test
  void arrivalFromAnInstanceThatDidNotClaim_isSentWithoutClaim() {
    arrive(1, "one", 8, 46, true);
    assertThat(faults()).containsExactly(Fault.SENT_WITHOUT_CLAIM);
  }

  @Test
  void arrivalBeforeItsClaim_isSentWithoutClaim() {
    arrivals.remove(3);
    arrive(1, "two", 8, 39, true);
    assertThat(faults()).containsExactly(Fault.SENT_WITHOUT_CLAIM);
  }

  @Test
  void lostClaimWithoutInterruption_isUnexplained() {
    interruptions.clear();
    assertThat(faults()).containsExactly(Fault.UNEXPLAINED);
  }

  @Test
  void lostClaimWithOnlyTheOtherInstanceKilled_isUnexplained() {
    interruptions.set(0, new Interruption("two", at(22), at(28)));
    assertThat(faults()).containsExactly(Fault.UNEXPLAINED);
  }

  @Test
  void lostClaimOfAnotherTime_isUnexplained() {
    interruptions.set(0, new Interruption("one", at(31), at(50)));
    assertThat(faults()).containsExactly(Fault.UNEXPLAINED);
  }

  @Test
  void lostClaimWhileTheDatabaseWasDown_isExplained() {
    interruptions.set(0, new Interruption("", at(22), at(28)));
    assertThat(audit().violations()).isEmpty();
  }

  @Test
  void lostClaimThatWasSettledTooLate_isExplainedByItsLeasesEnd() {
    interruptions.clear();
    attempts.add(new Attempt(IDS[0], 2, true, at(33)));
    assertThat(audit().violations()).isEmpty();
    assertThat(audit().reasons()).containsEntry(Reason.LEASE_ENDED, 1);
  }

  @Test
  void repeatWithoutAFailedAttemptInTheLog_isUnexplained() {
    attempts.remove(0);
    assertThat(faults()).containsExactly(Fault.UNEXPLAINED);
  }

  @Test
  void repeatAfterADeliveredAttempt_isUnexplained() {
    attempts.set(0, new Attempt(IDS[0], 1, true, at(15)));
    assertThat(faults()).containsExactly(Fault.UNEXPLAINED);
  }
}
