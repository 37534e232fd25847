package dev.surety.webhook.internal;

import dev.surety.core.OwnTransactions;
import dev.surety.webhook.internal.QueueStatements.Busy;
import dev.surety.webhook.internal.RateLimits.Allowed;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds what may be sent now and takes it, as much as there is room for.
 *
 * <p>It looks for lanes once a poll, and in between only where it was woken or where there was
 * more; it begins at the start of a lane as rarely as keeps that a twentieth of its time. For one
 * thread.
 */
final class Claiming {

  private static final Lane FIRST = new Lane(new UUID(0, 0), Lane.NO_ENDPOINT);
  private static final int PAGE = 1_000;
  private static final int SHARE_OF_TIME = 20;
  private static final Duration SEEN = Duration.ofSeconds(10);

  private final WebhookSettings settings;
  private final OwnTransactions transactions;
  private final QueueStatements queue;
  private final Outbox outbox;
  private final Held held;
  private final RateLimits limits;
  private final LaneBook book = new LaneBook();
  private final UUID worker = UUID.randomUUID();
  private final Set<Lane> round = new HashSet<>();
  private Lane after = FIRST;
  private boolean rewound;
  private boolean probing = true;
  private long nextLook = System.nanoTime();
  private long nextRewind = System.nanoTime();
  private long nextHeartbeat;
  private long nextSeen = System.nanoTime();

  Claiming(
      WebhookSettings settings,
      OwnTransactions transactions,
      QueueStatements queue,
      Outbox outbox,
      Held held,
      RateLimits limits) {
    this.settings = settings;
    this.transactions = transactions;
    this.queue = queue;
    this.outbox = outbox;
    this.held = held;
    this.limits = limits;
    this.nextHeartbeat = System.nanoTime() + settings.lease().toNanos() / 3;
  }

  /** Something in the lane is due then, in microseconds since 1970. */
  void wake(Lane lane, long due) {
    book.wake(lane, due);
  }

  /** What was settled may have made room for the next probe. */
  void settled(List<Outcome> outcomes) {
    probing |= outcomes.stream().anyMatch(one -> one.job().probe() != null);
  }

  /** Prolongs the claims that are held. */
  void heartbeat() {
    long now = System.nanoTime();
    if (now - nextHeartbeat >= 0) {
      // if it fails it is tried again soon
      nextHeartbeat = now + settings.lease().toNanos() / 20;
      List<Job> jobs = held.jobs();
      if (!jobs.isEmpty()) {
        held.extended(transactions.run(() -> queue.extend(jobs)), now);
      }
      nextHeartbeat = now + settings.lease().toNanos() / 3;
    }
    if (now - nextSeen >= 0) {
      nextSeen = now + SEEN.toNanos();
      transactions.run(
          () -> {
            queue.seen(worker);
            return true;
          });
    }
  }

  /** How long there is nothing to claim, unless somebody wakes a lane. */
  Duration rest() {
    return Duration.ofNanos(book.untilRested(System.nanoTime(), settings.poll().toNanos()));
  }

  List<Claim> run() {
    long now = System.nanoTime();
    boolean look = now - nextLook >= 0;
    int room = settings.inFlight() + settings.batch() - held.size();
    boolean roomy = room >= Math.max(1, settings.batch() / 2) || outbox.waiting() == 0;
    if (room <= 0 || !(look || probing || (roomy && book.isPromising(now)))) {
      return List.of();
    }
    List<Claim> claims = transactions.run(() -> claim(look, Math.min(room, settings.batch())));
    long took = System.nanoTime() - now;
    if (rewound) {
      rewound = false;
      nextRewind = now + Math.max(settings.poll().toNanos(), took * SHARE_OF_TIME);
    }
    if (look) {
      nextLook = now + Math.max(settings.poll().toNanos(), took * SHARE_OF_TIME);
    }
    held.add(claims.stream().map(Claim::job).toList(), now);
    return claims;
  }

  private List<Claim> claim(boolean look, int room) {
    if (look) {
      look();
    }
    List<Claim> claims = new ArrayList<>();
    if ((look || probing) && !book.all().isEmpty()) {
      claims.addAll(queue.probe(book.all()));
      probing = false;
    }
    long now = System.nanoTime();
    Allowed allowed = limits.of(book.wanted(room, outbox, settings.batch(), now), book::rateLimit);
    if (!allowed.wanted().isEmpty()) {
      List<Claim> claimed = queue.claim(allowed.wanted());
      book.claimed(allowed.wanted(), claimed);
      claims.addAll(claimed);
    }
    allowed.rests().forEach((lane, rest) -> book.rest(lane, now + rest.toNanos()));
    return claims;
  }

  private void look() {
    List<Busy> found = queue.lanes(after);
    book.found(found);
    found.forEach(one -> round.add(one.lane()));
    if (found.size() < PAGE) {
      book.keep(round);
      round.clear();
      after = FIRST;
    } else {
      after = found.get(found.size() - 1).lane();
    }
    if (System.nanoTime() - nextRewind >= 0) {
      book.rewind();
      rewound = true;
    }
  }
}
