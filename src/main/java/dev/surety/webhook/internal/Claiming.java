package dev.surety.webhook.internal;

import dev.surety.core.Fault;
import dev.surety.core.OwnTransactions;
import dev.surety.webhook.internal.QueueStatements.Busy;
import dev.surety.webhook.internal.QueueStatements.Wanted;
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
 * <p>Room is counted in claims and in bytes of their bodies; the probes of open circuits come
 * beside it. It looks for lanes once a poll, less often where looking is slow, and in between only
 * where it was woken or where there was more; it begins at the start of a lane as rarely as keeps
 * that a fortieth of its time. For one thread.
 */
final class Claiming {

  /** Lanes are walked downwards. */
  private static final Lane ABOVE_ALL = new Lane(new UUID(-1, -1), new UUID(-1, -1));

  private static final int PAGE = 1_000;

  /** Of one claim, less where the database or the way to it is slow. */
  private static final long MOST_BYTES = 8L << 20;

  private static final int SHARE_OF_TIME = 40;
  private static final int MOST_POLLS = 5;
  private static final Duration SEEN = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(25);

  private final WebhookSettings settings;
  private final OwnTransactions transactions;
  private final QueueStatements queue;
  private final Outbox outbox;
  private final Held held;
  private final RateLimits limits;
  private final ClaimAhead ahead;
  private final LaneBook book = new LaneBook();
  private final UUID worker = UUID.randomUUID();
  private final Set<Lane> round = new HashSet<>();
  private final Set<Lane> holds = new HashSet<>();
  private long bytes = MOST_BYTES;
  private Lane before = ABOVE_ALL;
  private boolean rewound;
  private boolean probing = true;
  private long nextLook = System.nanoTime();
  private long nextRewind = System.nanoTime();
  private long rewindTook;
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
    this.ahead = new ClaimAhead(settings.batch(), System.nanoTime());
    this.nextHeartbeat = System.nanoTime() + settings.lease().toNanos() / 3;
  }

  /** Something in the lane is due then, in microseconds since 1970. */
  void wake(Lane lane, long due) {
    book.wake(lane, due);
    // a round that is under way may have passed it before
    round.add(lane);
  }

  /** What was settled tells the pace, and may have made room for the next probe. */
  void settled(List<Outcome> outcomes) {
    ahead.sent(outcomes.stream().filter(Outcome::isAttempt).count(), System.nanoTime());
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

  /** How long there is nothing to claim or to prolong, unless somebody wakes a lane. */
  Duration rest() {
    long now = System.nanoTime();
    long rest = book.untilRested(now, settings.poll().toNanos());
    return Duration.ofNanos(
        held.size() == 0 ? rest : Math.max(0, Math.min(rest, nextHeartbeat - now)));
  }

  List<Claim> run() {
    long now = System.nanoTime();
    boolean look = now - nextLook >= 0;
    int room = Math.min(settings.inFlight() + settings.batch() - held.size(), settings.batch());
    List<Wanted> wanted = look || !isWorthWhile(now) ? List.of() : wanted(room);
    if (!look && !probing && wanted.isEmpty()) {
      return List.of();
    }
    List<Claim> claims = claimed(look, room, wanted);
    long took = System.nanoTime() - now;
    if (rewound) {
      rewound = false;
      // one that took long, because the machine stood still, must not put off the next
      long usual = Math.min(took, rewindTook);
      nextRewind = now + Math.max(settings.poll().toNanos(), usual * SHARE_OF_TIME);
      rewindTook = took;
    }
    held.add(claims.stream().map(Claim::job).toList(), now);
    return claims;
  }

  /** Small claims cost as much as large ones, but a lane of which nothing is here must not wait. */
  private boolean isWorthWhile(long now) {
    int room = settings.inFlight() + ahead.many() - held.size();
    return room >= Math.max(1, ahead.many() / 2)
        || outbox.waiting() == 0
        || book.anyMissing(outbox, now);
  }

  /** Lanes that the last looks have found held: nothing that is claimed of them is to be sent. */
  Set<Lane> takeHolds() {
    Set<Lane> taken = Set.copyOf(holds);
    holds.clear();
    return taken;
  }

  private List<Claim> claimed(boolean look, int room, List<Wanted> wanted) {
    try {
      List<Claim> claims = transactions.run(() -> claim(look, room, wanted));
      bytes = Math.min(MOST_BYTES, bytes * 2);
      return claims;
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.TOO_SLOW) {
        bytes = Math.max(1, bytes / 2);
      }
      throw e;
    }
  }

  private List<Wanted> wanted(int room) {
    return book.wanted(room, outbox, ahead.many(), System.nanoTime(), held.bytes(), bytes);
  }

  private List<Claim> claim(boolean look, int room, List<Wanted> wanted) {
    if (look) {
      look();
    }
    List<Claim> claims = new ArrayList<>();
    if ((look || probing) && !book.all().isEmpty()) {
      claims.addAll(queue.probe(book.all(), bytes));
      probing = false;
    }
    long now = System.nanoTime();
    Allowed allowed = limits.of(look ? wanted(room) : wanted, book::rateLimit);
    if (!allowed.wanted().isEmpty()) {
      List<Claim> claimed = queue.claim(allowed.wanted());
      book.claimed(allowed.wanted(), claimed);
      claims.addAll(claimed);
      limits.giveBack(allowed, claimed);
    }
    allowed.rests().forEach((lane, rest) -> book.rest(lane, now + rest.toNanos()));
    return claims;
  }

  /** Page by page, but not so long that what is being sent must wait. */
  private void look() {
    long start = System.nanoTime();
    long end = start + LOOK.toNanos();
    do {
      lookOnce();
    } while (!before.equals(ABOVE_ALL) && System.nanoTime() - end < 0);
    long poll = settings.poll().toNanos();
    // one look that took long, because the machine stood still, must not delay probes for long
    long rest = Math.min((System.nanoTime() - start) * SHARE_OF_TIME, poll * MOST_POLLS);
    nextLook = start + Math.max(poll, rest);
    if (System.nanoTime() - nextRewind >= 0) {
      book.rewind();
      rewound = true;
    }
  }

  private void lookOnce() {
    List<Busy> found = queue.lanes(before);
    book.found(found);
    found.forEach(one -> round.add(one.lane()));
    found.stream().filter(Busy::held).map(Busy::lane).forEach(holds::add);
    if (found.size() < PAGE) {
      book.keep(round);
      round.clear();
      before = ABOVE_ALL;
    } else {
      before = found.get(found.size() - 1).lane();
    }
  }
}
