package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.internal.http.GuardedCall.State;
import org.junit.jupiter.api.Test;

class GuardedCallTest {

  private static final Written ANSWER = new Written.Unkept(200);

  private final CallFixture fixture = new CallFixture();
  private final GuardedCall call = fixture.running(true);

  @Test
  void callThatIsStored_isNotReleasedByALaterFailure() {
    assertThat(call.storing()).isTrue();
    call.release();
    call.failed();
    assertThat(fixture.released()).isZero();
    call.committed(ANSWER);
    call.release();
    call.undone(null);
    call.settle();
    assertThat(call.state()).isEqualTo(State.STORED);
    assertThat(call.written()).isSameAs(ANSWER);
    assertThat(fixture.released()).isZero();
  }

  @Test
  void callThatIsReleased_isNeitherStoredNorRefusedLater() {
    call.release();
    assertThat(call.storing()).isFalse();
    call.committed(ANSWER);
    call.pending(ANSWER);
    call.refuse(Refusals.lost());
    call.release();
    assertThat(call.state()).isEqualTo(State.RELEASED);
    assertThat(call.written()).isNull();
    assertThat(call.refusal()).isNull();
    assertThat(fixture.released()).isEqualTo(1);
  }

  @Test
  void callThatIsRefused_staysSo() {
    call.refuse(Refusals.lost());
    call.refuse(Refusals.failed());
    call.committed(ANSWER);
    call.release();
    assertThat(call.state()).isEqualTo(State.REFUSED);
    assertThat(call.refusal()).isEqualTo(Refusals.lost());
    assertThat(fixture.released()).isZero();
  }

  @Test
  void answerThatCouldNotBeStored_isRefused() {
    assertThat(call.storing()).isTrue();
    call.refuse(Refusals.lost());
    assertThat(call.state()).isEqualTo(State.REFUSED);
  }

  @Test
  void pendingCall_followsItsTransaction() {
    call.pending(ANSWER);
    call.release();
    assertThat(call.state()).isEqualTo(State.PENDING);
    call.ended(Outcome.COMMITTED);
    call.settle();
    assertThat(call.state()).isEqualTo(State.STORED);
    assertThat(fixture.released()).isZero();
  }

  @Test
  void pendingCallWhoseTransactionRolledBack_isRefusedAndFreed() {
    call.pending(ANSWER);
    call.ended(Outcome.ROLLED_BACK);
    call.settle();
    assertThat(call.refusal()).isEqualTo(Refusals.rolledBack());
    assertThat(fixture.released()).isEqualTo(1);
  }

  @Test
  void undoneCall_isFreedOnceWhenItIsSettled() {
    call.undone(Refusals.rolledBack());
    assertThat(fixture.released()).isZero();
    call.settle();
    call.settle();
    assertThat(call.refusal()).isEqualTo(Refusals.rolledBack());
    assertThat(fixture.released()).isEqualTo(1);
  }
}
