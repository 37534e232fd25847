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
import dev.surety.webhook.internal.endpoint.CircuitIds;
import dev.surety.webhook.internal.send.Lane;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What callers do to the queue, in the current transaction, whoever's it is. */
final class Queueing {

  private final Statements statements;
  private final String application;
  private final CircuitIds circuits;
  private final Enqueuing enqueuing;
  private final Reading reading;

  Queueing(Statements statements, String application, long dedupMicros) {
    this.statements = statements;
    this.application = application;
    this.circuits = new CircuitIds(application);
    this.enqueuing = new Enqueuing(new SendStatements(statements, application), dedupMicros);
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
    if (answer instanceof Redelivered redelivered) {
      return new Done(redelivered.many(), redelivered.lanes());
    }
    return new Done(answer, lanes);
  }

  /** Tells the lanes in which something is due. */
  private static void note(Result result, Map<Lane, Long> lanes) {
    if (result instanceof Queued queued && !queued.waiting()) {
      lanes.merge(queued.draft().lane(), queued.due(), Math::min);
    }
  }

  /** How many were queued again, and where. */
  record Redelivered(int many, Map<Lane, Long> lanes) {}

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

  boolean cancel(UUID delivery) {
    List<Row> unused = statements.run("lock_sequence", delivery.toString(), application);
    List<Row> ended = statements.run("cancel", delivery.toString(), application);
    promote(ended);
    return !ended.isEmpty();
  }

  boolean skip(UUID delivery) {
    List<Row> unused = statements.run("lock_sequence", delivery.toString(), application);
    List<Row> ended = statements.run("skip", delivery.toString(), application);
    promote(ended);
    return !ended.isEmpty();
  }

  /**
   * @throws SuretyException if one is unknown
   */
  Redelivered redeliver(Collection<UUID> deliveries) {
    List<Row> found = statements.run("circuits_of", uuids(deliveries), application);
    if (found.size() < deliveries.size()) {
      throw new SuretyException(
          "nothing is known of the delivery: it was pruned, or never was; send the message anew");
    }
    List<UUID> ids = found.stream().map(row -> row.uuid(0)).toList();
    List<UUID> circuit = found.stream().map(this::circuit).toList();
    Map<Lane, Long> lanes = new HashMap<>();
    List<Row> queued = statements.run("redeliver", uuids(ids), application, uuids(circuit));
    queued.forEach(row -> lanes.put(new Lane(row.uuid(1), row.uuid(2)), 0L));
    return new Redelivered(queued.size(), lanes);
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

  /** By what the message says; it was made so when the message was sent. */
  private UUID circuit(Row row) {
    String tenant = row.text(1);
    String key = row.text(4);
    boolean toUrl = row.uuid(2).equals(Lane.NO_ENDPOINT);
    if (toUrl && key.equals(CircuitIds.key(URI.create(row.text(3))))) {
      return circuits.url(tenant, URI.create(row.text(3)));
    }
    return !toUrl && key.equals(row.text(5))
        ? circuits.endpoint(tenant, row.uuid(2))
        : circuits.key(tenant, key);
  }

  private void promote(List<Row> ended) {
    List<UUID> sequences =
        ended.stream().filter(row -> !row.isNull(0)).map(row -> row.uuid(0)).toList();
    if (!sequences.isEmpty()) {
      List<Row> unused = statements.run("promote", uuids(sequences));
    }
  }

  private static SqlArray uuids(Collection<UUID> ids) {
    return SqlArray.ofUuid(ids, id -> id);
  }
}
