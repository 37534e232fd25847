package dev.surety.webhook.shop;

import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Attempt;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.Webhooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Says what became of deliveries, as tests ask. */
@ApplicationScoped
public class Ledger {

  @Inject Webhooks webhooks;

  public Delivery of(Receipt receipt) {
    return webhooks.find(receipt.delivery()).orElseThrow();
  }

  public DeliveryState state(Receipt receipt) {
    return of(receipt).state();
  }

  /** Fails unless it gets there within ten seconds. */
  public void assertBecomes(DeliveryState state, Receipt receipt) {
    boolean became = within10Seconds(() -> state(receipt) == state);
    UUID id = receipt.delivery();
    assertThat(became).as("%s %s", webhooks.find(id), webhooks.attempts(id)).isTrue();
  }

  public void assertDead(String reason, Receipt receipt) {
    assertBecomes(DeliveryState.DEAD, receipt);
    assertThat(of(receipt).reason()).hasValue(reason);
  }

  public List<Attempt> attempts(Receipt receipt) {
    return webhooks.attempts(receipt.delivery());
  }

  /** Its first attempt, within ten seconds. */
  public Attempt attempt(Receipt receipt) {
    assertThat(within10Seconds(() -> !attempts(receipt).isEmpty())).isTrue();
    return attempts(receipt).get(0);
  }
}
