package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.idempotency.Scope;
import dev.surety.webhook.WebhookVerifier.Inbound;
import dev.surety.webhook.WebhookVerifier.Inbound.First;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of genuine webhooks, on two instances. */
class ReceiverStoreTest extends GenuineWebhooks {

  @Test
  void firstOfItsId_isGivenOut_andHandledOnesAreAnswered200() {
    First first = first(receive(receiver, BODY));
    assertThat(first.webhookId()).isEqualTo(id);
    assertThat(first.takeover()).isFalse();
    assertThat(receiver.handled(first)).isTrue();
    assertThat(receive(receiver, BODY)).isEqualTo(new Inbound.Handled(id));
    assertThat(receive(other, BODY).status()).isEqualTo(200);
  }

  @Test
  void secondWhileTheFirstRuns_isAnswered503_withRetryAfter() {
    first(receive(receiver, BODY));
    Inbound second = receive(other, BODY);
    assertThat(second).isInstanceOf(Inbound.Running.class);
    assertThat(second.status()).isEqualTo(503);
    assertThat(((Inbound.Running) second).retryAfter()).isPositive();
  }

  @Test
  void sameIdWithAnotherBody_isAnswered409_alsoOnceHandled() {
    First first = first(receive(receiver, BODY));
    byte[] changed = bytes("{\"order\":2}");
    assertThat(receive(other, changed).status()).isEqualTo(409);
    assertThat(receiver.handled(first)).isTrue();
    assertThat(receive(other, changed)).isEqualTo(new Inbound.Conflict(id));
  }

  @Test
  void failedOne_mayComeAgainAtOnce() {
    receiver.failed(first(receive(receiver, BODY)));
    assertThat(first(receive(other, BODY)).takeover()).isFalse();
  }

  @Test
  void silentHandlersMessage_isGivenOutAgainAfterItsLease_asATakeover() {
    First silent = first(receive(receiver, BODY));
    idempotency.age(scope("partner"), id, "lease_until", "1 day");
    First next = first(receive(other, BODY));
    assertThat(next.takeover()).isTrue();
    assertThat(receiver.handled(silent)).isFalse();
    assertThat(other.handled(next)).isTrue();
  }

  @Test
  void slowHandler_isNotOvertaken() throws InterruptedException {
    First first = first(receive(slow, BODY));
    long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(receive(slow, BODY)).isInstanceOf(Inbound.Running.class);
      Thread.sleep(100);
    }
    assertThat(slow.handled(first)).isTrue();
  }

  @Test
  void handledInATransactionThatCanOnlyRollBack_isRefused() {
    First first = first(receive(receiver, BODY));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                idempotency
                    .transactions()
                    .own(
                        () -> {
                          idempotency.transactions().setRollbackOnly();
                          return receiver.handled(first);
                        }));
  }

  @Test
  void handledInATransaction_holdsIfThatCommits() {
    First first = first(receive(receiver, BODY));
    boolean held = idempotency.transactions().own(() -> receiver.handled(first));
    assertThat(held).isTrue();
    assertThat(receive(other, BODY)).isEqualTo(new Inbound.Handled(id));
  }

  @Test
  void handledInATransactionThatRollsBack_isNotHandled_andMayBeFailed() {
    First first = first(receive(receiver, BODY));
    assertThatExceptionOfType(IllegalCallerException.class)
        .isThrownBy(
            () ->
                idempotency
                    .transactions()
                    .own(
                        () -> {
                          assertThat(receiver.handled(first)).isTrue();
                          throw new IllegalCallerException("the effect failed");
                        }));
    assertThat(receive(other, BODY)).isInstanceOf(Inbound.Running.class);
    receiver.failed(first);
    first(receive(other, BODY));
  }

  @Test
  void receiversDoNotMix_andTakeNobodyElsesTickets() {
    First first = first(receive(receiver, BODY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> old.handled(first))
        .withMessageContaining("old");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receiver.failed(new First("m", "forged", false)));
  }

  private static Scope scope(String name) {
    return Scope.ofOperation("surety.webhook.receiver." + name);
  }
}
