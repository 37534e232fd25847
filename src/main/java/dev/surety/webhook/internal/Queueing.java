package dev.surety.webhook.internal;

import dev.surety.SuretyException;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.webhook.Attempt;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.Command.Send;
import dev.surety.webhook.internal.Command.Work;
import dev.surety.webhook.internal.Enqueuing.Queued;
import dev.surety.webhook.internal.Enqueuing.Result;
import dev.surety.webhook.internal.send.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What callers do to the queue, in the current transaction, whoever's it is. */
final class Queueing {

  private final Statements statements;
  private final String application;
  private final Enqueuing enqueuing;
  private final Reading reading;

  /**
   * @param dedup for how many microseconds a message's key is taken
   */
  Queueing(Statements statements, String application, ToLongFunction<Draft> dedup) {
    this.statements = statements;
    this.application = application;
    this.enqueuing = new Enqueuing(new SendStatements(statements, application), dedup);
    this.reading = new Reading(statements, application);
  }

  /**
   * What was done.
   *
   * @param lanes in which something is due once this is committed, and when
   */
  record Done(Object answer, Map<Lane, Long> lanes) {}

  /**
   * @param together whether messages are queued all or none
   */
  Done run(Command command, boolean together) {
    Map<Lane, Long> lanes = new HashMap<>();
    if (command instanceof Send send) {
      List<Result> results = enqueuing.run(send.drafts(), together);
      results.forEach(result -> note(result, lanes));
      return new Done(results, lanes);
    }
    Object answer = ((Work) command).work().apply(this);
    return answer instanceof Done done ? done : new Done(answer, lanes);
  }

  /** Tells the lanes in which something is due. */
  private static void note(Result result, Map<Lane, Long> lanes) {
    if (result instanceof Queued queued && !queued.waiting()) {
      lanes.merge(queued.draft().lane(), queued.due(), Math::min);
    }
  }

  /** The endpoints of messages, null where one goes to a url. */
  List<@Nullable UUID> endpoints(List<WebhookMessage> messages) {
    List<WebhookMessage> named = messages.stream().filter(one -> one.endpoint() != null).toList();
    Map<WebhookMessage, UUID> found = new HashMap<>();
    for (Row row :
        statements.run(
            "addressed",
            SqlArray.ofText(named, WebhookMessage::tenant),
            SqlArray.ofText(named, WebhookMessage::endpoint),
            application)) {
      if (row.text(1).equals("disabled")) {
        throw new SuretyException(
            "endpoint " + named.get(row.integer(2) - 1).endpoint() + " is disabled; resume it");
      }
      found.put(named.get(row.integer(2) - 1), row.uuid(0));
    }
    List<@Nullable UUID> endpoints = new ArrayList<>();
    for (WebhookMessage message : messages) {
      if (message.endpoint() != null && !found.containsKey(message)) {
        throw new SuretyException(
            "the tenant has no endpoint '" + message.endpoint() + "'; create it first");
      }
      endpoints.add(found.get(message));
    }
    return endpoints;
  }

  /** Tells whether there was anything to cancel. */
  Done cancel(UUID delivery) {
    List<Row> unused = statements.run("lock_sequences", uuids(List.of(delivery)), application);
    List<Row> ended = statements.run("cancel", delivery.toString(), application);
    return new Done(!ended.isEmpty(), promote(ended));
  }

  /** Tells whether it held anything. */
  Done skip(UUID delivery) {
    List<Row> unused = statements.run("lock_sequences", uuids(List.of(delivery)), application);
    List<Row> ended = statements.run("skip", delivery.toString(), application);
    return new Done(!ended.isEmpty(), promote(ended));
  }

  /**
   * Tells whether it was queued again.
   *
   * @throws SuretyException if nothing is known of it
   */
  Done redeliver(UUID delivery) {
    if (statements.run("known", delivery.toString(), application).isEmpty()) {
      throw new SuretyException(
          "nothing is known of the delivery: it was pruned, or never was; send the message anew");
    }
    return redeliver(List.of(delivery));
  }

  /** Tells how many were queued again. */
  Done redeliver(Collection<UUID> deliveries) {
    List<Row> unused = statements.run("lock_sequences", uuids(deliveries), application);
    Map<Lane, Long> lanes = new HashMap<>();
    List<Row> queued = statements.run("redeliver", uuids(deliveries), application);
    queued.forEach(row -> lanes.put(new Lane(row.uuid(1), row.uuid(2)), 0L));
    return new Done(queued.size(), lanes);
  }

  List<Delivery> find(Collection<UUID> deliveries) {
    return reading.find(deliveries);
  }

  List<Delivery> list(DeliveryFilter filter, int most) {
    return reading.list(filter, most);
  }

  List<Attempt> attempts(UUID delivery) {
    return reading.attempts(delivery);
  }

  /** What becomes ready now is due later than anything that was claimed before. */
  private Map<Lane, Long> promote(List<Row> ended) {
    List<UUID> sequences =
        ended.stream().filter(row -> !row.isNull(0)).map(row -> row.uuid(0)).toList();
    Map<Lane, Long> lanes = new HashMap<>();
    if (!sequences.isEmpty()) {
      statements
          .run("promote", uuids(sequences), SqlArray.ofBigint(sequences, sequence -> 0L))
          .stream()
          .filter(row -> !row.isNull(1))
          .forEach(row -> lanes.put(new Lane(row.uuid(1), row.uuid(2)), Long.MAX_VALUE));
    }
    return lanes;
  }

  private static SqlArray uuids(Collection<UUID> ids) {
    return SqlArray.ofUuid(ids, id -> id);
  }
}
