package dev.surety.idempotency.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.process.Ledger.Fault;
import dev.surety.idempotency.process.Ledger.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger();

  @Test
  void retriesWithOneAnswerAndOneRow_arePassed() {
    say(409, "in flight");
    say(0, "");
    say(201, "run-1");
    say(201, "run-1");
    assertThat(faults("run-1")).isEmpty();
  }

  @Test
  void secondRow_isSecondEffect() {
    say(201, "run-2");
    assertThat(faults("run-1", "run-2")).containsExactly(Fault.SECOND_EFFECT);
  }

  @Test
  void differentAnswers_areSecondAnswer() {
    say(201, "run-1");
    say(201, "run-2");
    assertThat(faults("run-1", "run-2")).containsExactly(Fault.SECOND_EFFECT, Fault.SECOND_ANSWER);
  }

  @Test
  void successWithoutItsRow_isAnswerWithoutEffect() {
    say(201, "run-1");
    assertThat(faults()).containsExactly(Fault.ANSWER_WITHOUT_EFFECT);
    assertThat(faults("run-2")).containsExactly(Fault.ANSWER_WITHOUT_EFFECT);
  }

  @Test
  void retriesThatNeverSucceed_areNoAnswer() {
    say(409, "in flight");
    assertThat(faults("run-1")).containsExactly(Fault.NO_ANSWER);
  }

  @Test
  void statusNobodyShouldSee_isUnknownReply() {
    say(500, "");
    say(201, "run-1");
    assertThat(faults("run-1")).containsExactly(Fault.UNKNOWN_REPLY);
  }

  private void say(int status, String body) {
    ledger.add("key", new Reply(status, body, false, "", Duration.ZERO));
  }

  private List<Fault> faults(String... rows) {
    return ledger.violations(Map.of("key", List.of(rows))).stream().map(Violation::fault).toList();
  }
}
