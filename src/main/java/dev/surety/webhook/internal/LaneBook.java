package dev.surety.webhook.internal;

import dev.surety.webhook.internal.QueueStatements.Busy;
import dev.surety.webhook.internal.QueueStatements.Wanted;
import dev.surety.webhook.internal.send.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lanes may have something to claim, and from where in each to look.
 *
 * <p>Looking begins behind what was claimed last, because what was there is gone but may not have
 * been vacuumed; now and then it begins at the start again, for what became ready late. No I/O; for
 * one thread.
 */
final class LaneBook {

  /** What a lane's rate limit is that somebody woke before it was looked at. */
  static final int UNKNOWN = -1;

  private static final class Entry {

    private int maxInFlight;
    private int rateLimit = UNKNOWN;
    private long since;
    private boolean promising = true;
    private @Nullable Long restsUntil;

    private boolean mayBeClaimed(long now) {
      return promising && (restsUntil == null || restsUntil - now <= 0);
    }
  }

  private final Map<Lane, Entry> lanes = new LinkedHashMap<>();

  /** Something is ready in the lane from that time on, in microseconds since 1970. */
  void wake(Lane lane, long due) {
    Entry entry = lanes.computeIfAbsent(lane, key -> new Entry());
    entry.promising = true;
    entry.since = Math.min(entry.since, due);
  }

  /** What a look over a part of the lanes has found; those between that it did not are idle. */
  void found(Collection<Busy> busy) {
    for (Busy one : busy) {
      Entry entry = lanes.computeIfAbsent(one.lane(), key -> new Entry());
      entry.maxInFlight = one.maxInFlight();
      entry.rateLimit = one.rateLimit();
      entry.promising = true;
    }
  }

  /** Leaves out lanes of which a whole round has found nothing. */
  void keep(Set<Lane> found) {
    lanes.keySet().retainAll(found);
  }

  /** Begins at the start of each lane again. */
  void rewind() {
    lanes.values().forEach(entry -> entry.since = 0);
  }

  /** Leaves a lane alone until then. */
  void rest(Lane lane, long until) {
    Entry entry = lanes.get(lane);
    if (entry != null) {
      entry.restsUntil = until;
    }
  }

  /** After how many nanoseconds a lane that rests may be claimed from, at most so many. */
  long untilRested(long now, long most) {
    long least = most;
    for (Entry entry : lanes.values()) {
      if (entry.promising && entry.restsUntil != null && entry.restsUntil - now > 0) {
        least = Math.min(least, entry.restsUntil - now);
      }
    }
    return least;
  }

  Set<Lane> all() {
    return Set.copyOf(lanes.keySet());
  }

  int rateLimit(Lane lane) {
    Entry entry = lanes.get(lane);
    return entry == null ? 0 : entry.rateLimit;
  }

  /** Whether something may be claimed of a lane of which nothing is on its way out. */
  boolean anyMissing(Outbox outbox, long now) {
    return lanes.entrySet().stream()
        .anyMatch(one -> one.getValue().mayBeClaimed(now) && !outbox.has(one.getKey()));
  }

  /**
   * What to claim, lane by lane.
   *
   * @param now on {@link System#nanoTime}, as all times of rests
   * @param room the most of all lanes together
   * @param ahead how many of all lanes together are to wait behind those being sent
   * @param held bytes that are held, by lane
   * @param bytes the most of a claim
   */
  List<Wanted> wanted(
      int room, Outbox outbox, int ahead, long now, Map<Lane, Long> held, long bytes) {
    List<Map.Entry<Lane, Entry>> promising =
        lanes.entrySet().stream().filter(one -> one.getValue().mayBeClaimed(now)).toList();
    ByteRoom byteRoom = new ByteRoom(held, promising.size(), bytes);
    List<Wanted> wanted = new ArrayList<>();
    int left = room;
    for (Map.Entry<Lane, Entry> one : promising) {
      Entry entry = one.getValue();
      int share = outbox.wanted(one.getKey(), ahead, promising.size() - 1, entry.maxInFlight);
      int many = Math.min(left, share);
      long most = byteRoom.of(one.getKey());
      if (many > 0 && most > 0) {
        wanted.add(new Wanted(one.getKey(), many, entry.since, most));
        left -= many;
      }
    }
    return wanted;
  }

  /**
   * Learns from what came of it; a lane that gave fewer than wanted, and not for their bytes, has
   * no more for now.
   */
  void claimed(List<Wanted> wanted, List<Claim> claims) {
    Map<Lane, Integer> given = new HashMap<>();
    Map<Lane, Long> bytes = new HashMap<>();
    for (Claim claim : claims) {
      Lane lane = claim.job().lane();
      given.merge(lane, 1, Integer::sum);
      bytes.merge(lane, (long) claim.job().size(), Long::sum);
      Entry entry = lanes.get(lane);
      if (entry != null) {
        entry.since = Math.max(entry.since, claim.due());
      }
    }
    for (Wanted one : wanted) {
      Entry entry = lanes.get(one.lane());
      if (entry != null) {
        entry.promising =
            given.getOrDefault(one.lane(), 0) >= one.many()
                || bytes.getOrDefault(one.lane(), 0L) >= one.bytes();
        // whoever was served goes to the end
        lanes.remove(one.lane());
        lanes.put(one.lane(), entry);
      }
    }
  }
}
