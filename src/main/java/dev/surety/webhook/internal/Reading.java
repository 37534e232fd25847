package dev.surety.webhook.internal;

import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.webhook.Attempt;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.internal.endpoint.CircuitIds;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of deliveries and attempts. */
final class Reading {

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final Statements statements;
  private final String application;

  Reading(Statements statements, String application) {
    this.statements = statements;
    this.application = application;
  }

  /** As ids have it; nothing was sent before or after. */
  private static Instant within(@Nullable Instant time, Instant none) {
    if (time == null || time.isAfter(LAST)) {
      return time == null ? none : LAST;
    }
    return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
  }

  List<Delivery> find(Collection<UUID> deliveries) {
    return statements.run("found", SqlArray.ofUuid(deliveries, id -> id), application).stream()
        .map(Reading::delivery)
        .toList();
  }

  List<Delivery> list(DeliveryFilter filter, int most) {
    Instant from = within(filter.from(), Instant.EPOCH);
    Instant to = within(filter.to(), LAST);
    List<UUID> ids =
        statements
            .run(
                statement(filter.state()),
                application,
                stored(filter.state()),
                any(filter.tenant()),
                any(filter.endpoint()),
                any(filter.type()),
                DeliveryIds.first(from).toString(),
                DeliveryIds.first(to).toString(),
                (long) most)
            .stream()
            .map(row -> row.uuid(0))
            .toList();
    Map<UUID, Delivery> found = new HashMap<>();
    find(ids).forEach(delivery -> found.put(delivery.id(), delivery));
    return ids.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
  }

  List<Attempt> attempts(UUID delivery) {
    return statements.run("attempts", delivery.toString(), application).stream()
        .map(Reading::attempt)
        .toList();
  }

  /** A condition that is left out where there is no value. */
  private static SqlArray any(@Nullable String value) {
    return SqlArray.ofText(value == null ? List.of() : List.of(value), one -> one);
  }

  private static String statement(DeliveryState state) {
    return switch (state) {
      case QUEUED, WAITING, BLOCKING -> "listed_queued";
      case DEAD, CANCELED -> "listed_ended";
      case DELIVERED -> "listed_delivered";
    };
  }

  private static String stored(DeliveryState state) {
    return state == DeliveryState.QUEUED ? "ready" : state.name().toLowerCase(Locale.ROOT);
  }

  private static DeliveryState state(String stored) {
    return stored.equals("ready")
        ? DeliveryState.QUEUED
        : DeliveryState.valueOf(stored.toUpperCase(Locale.ROOT));
  }

  private static Delivery delivery(Row row) {
    return new Delivery(
        row.uuid(0),
        row.text(1),
        row.text(2),
        text(row, 3),
        url(row.text(4)),
        row.text(5),
        state(row.text(6)),
        row.integer(7),
        row.integer(8),
        text(row, 9),
        row.isNull(10) ? Optional.empty() : Optional.of(row.number(10)),
        Micros.instant(row.number(11)),
        row.isNull(12) ? Optional.empty() : Optional.of(Micros.instant(row.number(12))),
        text(row, 13));
  }

  /** Nothing is known of it where its endpoint was deleted. */
  private static String url(String stored) {
    return stored.isEmpty() ? "" : CircuitIds.key(URI.create(stored));
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        row.uuid(0),
        row.text(1),
        text(row, 2),
        text(row, 3),
        text(row, 4),
        text(row, 5),
        row.isNull(6) ? Optional.empty() : Optional.of(row.number(6)),
        row.integer(7),
        row.integer(8),
        row.text(9),
        row.integer(10),
        Duration.ofMillis(row.number(11)),
        row.integer(12),
        row.text(13),
        row.flag(14),
        row.isNull(15) ? Optional.empty() : Optional.of(Micros.instant(row.number(15))),
        Micros.instant(row.number(16)),
        text(row, 17));
  }

  private static Optional<String> text(Row row, int column) {
    return row.isNull(column) ? Optional.empty() : Optional.of(row.text(column));
  }
}
