package dev.surety.idempotency.internal;

import dev.surety.core.GroupCommit;
import dev.surety.core.Ticker;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.internal.Command.Renew;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases of running work at a third of their length.
 *
 * <p>At most for the longest work allowed, so that a hung handler cannot hold a key for ever. All
 * renewals that are due share a transaction. A run that lost its key is no longer renewed.
 */
final class Heartbeats implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(250);

  private final Map<UUID, Beat> beats = new ConcurrentHashMap<>();
  private final GroupCommit<Command, Object> commits;
  private final Duration maxWork;
  private final Ticker ticker;

  Heartbeats(
      GroupCommit<Command, Object> commits, ScheduledExecutorService scheduler, Duration maxWork) {
    this.commits = commits;
    this.maxWork = maxWork;
    this.ticker = new Ticker(scheduler, "renewing leases", TICK, this::tick);
  }

  Heartbeat keep(Ticket ticket) {
    long now = System.nanoTime();
    long third = ticket.options().lease().toNanos() / 3;
    beats.put(ticket.token(), new Beat(ticket, now + third, now + maxWork.toNanos()));
    return () -> beats.remove(ticket.token());
  }

  @Override
  public void close() {
    ticker.close();
  }

  private void tick() {
    long now = System.nanoTime();
    beats.values().removeIf(beat -> now - beat.end() >= 0);
    beats.values().stream().filter(beat -> now - beat.due() >= 0).forEach(beat -> renew(beat, now));
  }

  private void renew(Beat beat, long now) {
    Ticket ticket = beat.ticket();
    long third = ticket.options().lease().toNanos() / 3;
    // Replaced and not put, so that a heartbeat closed meanwhile stays closed.
    beats.replace(ticket.token(), beat, new Beat(ticket, now + third, beat.end()));
    CompletableFuture<Object> renewal = commits.submit(new Renew(ticket));
    renewal.thenAccept(owned -> endIfLost(ticket, owned)).exceptionally(failure -> again(ticket));
  }

  private void endIfLost(Ticket ticket, Object owned) {
    if (owned.equals(false)) {
      beats.remove(ticket.token());
    }
  }

  private @Nullable Void again(Ticket ticket) {
    beats.computeIfPresent(
        ticket.token(), (token, beat) -> new Beat(ticket, System.nanoTime(), beat.end()));
    return null;
  }

  private record Beat(Ticket ticket, long due, long end) {}
}
