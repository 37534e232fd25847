package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.GroupCommit;
import dev.surety.core.SweepOnDemand;
import dev.surety.webhook.Attempt;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookConflictException;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import dev.surety.webhook.internal.Command.Send;
import dev.surety.webhook.internal.Command.Work;
import dev.surety.webhook.internal.Enqueuing.Conflict;
import dev.surety.webhook.internal.Enqueuing.Duplicate;
import dev.surety.webhook.internal.Enqueuing.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Webhooks on PostgreSQL: joins the caller's transaction where there is one. */
final class StoredWebhooks implements Webhooks {

  private static final int MOST = 1_000;

  private final Core core;
  private final Drafting drafting;
  private final Queueing joined;
  private final GroupCommit<Command, Object> own;
  private final Awakening awakening;
  private final Sweep sweep;
  private final ScheduledExecutorService scheduler;

  /**
   * @param joined works in the caller's transaction
   * @param own works in transactions of Surety's threads
   */
  StoredWebhooks(
      Core core,
      Drafting drafting,
      Queueing joined,
      GroupCommit<Command, Object> own,
      Awakening awakening,
      Sweep sweep) {
    this.core = core;
    this.drafting = drafting;
    this.joined = joined;
    this.own = own;
    this.awakening = awakening;
    this.sweep = sweep;
    this.scheduler = core.scheduler();
  }

  @Override
  public Receipt send(WebhookMessage message) {
    return sendAll(List.of(message)).get(0);
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Receipt> sendAll(List<WebhookMessage> messages) {
    if (messages.isEmpty()) {
      return List.of();
    }
    awakening.sending();
    List<@Nullable UUID> endpoints = endpoints(messages);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      drafts.add(drafting.draft(messages.get(i), endpoints.get(i)));
    }
    List<Result> results = (List<Result>) run(new Send(drafts));
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      receipts.add(receipt(drafts.get(i), results.get(i)));
    }
    return receipts;
  }

  @Override
  public boolean cancel(UUID delivery) {
    return (Boolean) run(new Work(queueing -> queueing.cancel(delivery)));
  }

  @Override
  public boolean skip(UUID delivery) {
    return (Boolean) run(new Work(queueing -> queueing.skip(delivery)));
  }

  @Override
  public boolean redeliver(UUID delivery) {
    return (Integer) run(new Work(queueing -> queueing.redeliver(delivery))) > 0;
  }

  @Override
  public int redeliver(DeliveryFilter filter, int most) {
    if (filter.state() != DeliveryState.DEAD && filter.state() != DeliveryState.BLOCKING) {
      throw new IllegalArgumentException(
          "state " + filter.state() + " cannot be redelivered; give it DEAD or BLOCKING");
    }
    check(most);
    return (Integer)
        run(
            new Work(
                queueing ->
                    queueing.redeliver(
                        queueing.list(filter, most).stream().map(Delivery::id).toList())));
  }

  @Override
  public Optional<Delivery> find(UUID delivery) {
    return this.<List<Delivery>>read(queueing -> queueing.find(List.of(delivery))).stream()
        .findFirst();
  }

  @Override
  public List<Delivery> list(DeliveryFilter filter, int most) {
    check(most);
    return read(queueing -> queueing.list(filter, most));
  }

  @Override
  public List<Attempt> attempts(UUID delivery) {
    return read(queueing -> queueing.attempts(delivery));
  }

  @Override
  public long sweep() {
    return SweepOnDemand.run(scheduler, sweep::run);
  }

  private static void check(int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException(most + " is not allowed; give it 1 to " + MOST);
    }
  }

  private List<@Nullable UUID> endpoints(List<WebhookMessage> messages) {
    return messages.stream().noneMatch(message -> message.endpoint() != null)
        ? Collections.<@Nullable UUID>nCopies(messages.size(), null)
        : this.<List<@Nullable UUID>>read(queueing -> queueing.endpoints(messages));
  }

  private Receipt receipt(Draft draft, Result result) {
    if (result instanceof Conflict) {
      throw new WebhookConflictException(
          "the idempotency key has another body at this destination; use another key, or send the"
              + " same bytes");
    }
    return result instanceof Duplicate duplicate
        ? new Receipt(duplicate.delivery(), draft.webhookId(), true)
        : new Receipt(draft.id(), draft.webhookId(), false);
  }

  /** In the caller's transaction if there is one, else in one of Surety's. */
  private Object run(Command command) {
    if (!core.transactions().present()) {
      return own.call(command);
    }
    if (!core.transactions().active()) {
      throw new IllegalStateException(
          "the transaction can only roll back, so that nothing would be sent");
    }
    Queueing.Done done = joined.run(command, true);
    awakening.afterCommit(done.lanes());
    return done.answer();
  }

  /** What is read must see what the caller's transaction has written. */
  @SuppressWarnings("unchecked")
  private <T> T read(Function<Queueing, T> reading) {
    return (T) run(new Work(reading::apply));
  }
}
