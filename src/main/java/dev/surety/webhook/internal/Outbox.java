package dev.surety.webhook.internal;

import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Claimed deliveries on their way out, and how many of each lane may be sent at once.
 *
 * <p>Lanes take turns. A lane has its fair share of the sends at once, and never the last tenth of
 * them, so that a slow receiver leaves room for whoever comes next. No I/O; thread-safe.
 */
final class Outbox {

  private static final class Waiting {

    private final Deque<Job> jobs = new ArrayDeque<>();
    private int sending;
  }

  private final int places;
  private final Map<Lane, Waiting> lanes = new LinkedHashMap<>();
  private int waiting;
  private int sending;

  /**
   * @param places the most sends at once
   */
  Outbox(int places) {
    this.places = places;
  }

  synchronized void add(Collection<Job> jobs) {
    for (Job job : jobs) {
      Deque<Job> queue = lanes.computeIfAbsent(job.lane(), lane -> new Waiting()).jobs;
      if (job.probe() == null) {
        queue.addLast(job);
      } else {
        queue.addFirst(job);
      }
      waiting++;
    }
  }

  /** The next that may be sent, of the lane whose turn it is; it has a place until it is done. */
  synchronized @Nullable Job next() {
    if (waiting == 0 || sending >= places) {
      return null;
    }
    for (Map.Entry<Lane, Waiting> entry : lanes.entrySet()) {
      Waiting lane = entry.getValue();
      Job job = lane.jobs.peekFirst();
      if (job != null && lane.sending < limit(job)) {
        lane.jobs.removeFirst();
        lane.sending++;
        sending++;
        waiting--;
        lanes.remove(entry.getKey());
        lanes.put(job.lane(), lane);
        return job;
      }
    }
    return null;
  }

  /** Gives its place back. */
  synchronized void done(Job job) {
    Waiting lane = lanes.get(job.lane());
    if (lane != null) {
      lane.sending--;
      sending--;
      dropIfIdle(job.lane(), lane);
    }
  }

  /** Takes back what has not been sent. */
  synchronized List<Job> withdraw(Predicate<Job> which) {
    List<Job> withdrawn = new ArrayList<>();
    for (Lane key : List.copyOf(lanes.keySet())) {
      Waiting lane = lanes.getOrDefault(key, new Waiting());
      lane.jobs.stream().filter(which).forEach(withdrawn::add);
      lane.jobs.removeIf(which);
      dropIfIdle(key, lane);
    }
    waiting -= withdrawn.size();
    return withdrawn;
  }

  synchronized boolean has(Lane key) {
    return lanes.containsKey(key);
  }

  synchronized int waiting() {
    return waiting;
  }

  synchronized int sending() {
    return sending;
  }

  /**
   * How many of a lane to claim, so that it is neither starved nor holds more than its share.
   *
   * @param ahead how many of all lanes are to wait here, of which no lane has the last tenth
   * @param others how many other lanes have messages
   * @param most of the endpoint, 0 for its fair share
   */
  synchronized int wanted(Lane key, int ahead, int others, int most) {
    Waiting lane = lanes.get(key);
    int held = lane == null ? 0 : lane.jobs.size() + lane.sending;
    int waiting = Math.min(ahead / (others + 1), ahead - ahead / 10);
    int share = share(places, others + 1) + waiting;
    return Math.max(0, (most == 0 ? share : Math.min(most, share)) - held);
  }

  private int limit(Job job) {
    int share = share(places, lanes.size());
    Job.Receiver receiver = job.receiver();
    return receiver == null || receiver.maxInFlight() == null
        ? share
        : Math.min(share, receiver.maxInFlight());
  }

  /** The most sends at once of one lane among so many. */
  static int share(int places, int lanes) {
    int fair = (places + lanes - 1) / lanes;
    return Math.max(1, Math.min(fair, places - places / 10));
  }

  private void dropIfIdle(Lane key, Waiting lane) {
    if (lane.jobs.isEmpty() && lane.sending == 0) {
      lanes.remove(key);
    }
  }
}
