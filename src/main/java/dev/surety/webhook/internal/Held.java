package dev.surety.webhook.internal;

import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The claims of this instance, and until when each is surely its own by this JVM's steady clock.
 *
 * <p>Thread-safe. A JVM that stood still finds its claims over, and sends none of them.
 */
final class Held {

  private record Claimed(Job job, long end) {}

  private final Map<UUID, Claimed> claims = new ConcurrentHashMap<>();
  private final long leaseNanos;

  Held(Duration lease) {
    this.leaseNanos = lease.toNanos();
  }

  /**
   * @param asked when the claim was asked for, on {@link System#nanoTime}
   */
  void add(Collection<Job> jobs, long asked) {
    jobs.forEach(job -> claims.put(job.id(), new Claimed(job, asked + leaseNanos)));
  }

  /** Its lease was prolonged, or not: then it is left to end. */
  void extended(Set<UUID> ids, long asked) {
    ids.forEach(
        id -> claims.computeIfPresent(id, (k, c) -> new Claimed(c.job(), asked + leaseNanos)));
  }

  /** Whether it may be sent: its lease has not ended, by all this instance knows. */
  boolean isSendable(Job job) {
    Claimed claimed = claims.get(job.id());
    return claimed != null
        && claimed.job().fence() == job.fence()
        && claimed.end() - System.nanoTime() > 0;
  }

  void remove(Job job) {
    claims.computeIfPresent(
        job.id(), (id, claimed) -> claimed.job().fence() == job.fence() ? null : claimed);
  }

  int size() {
    return claims.size();
  }

  /** How many bytes the bodies of each lane have. */
  Map<Lane, Long> bytes() {
    Map<Lane, Long> bytes = new HashMap<>();
    claims
        .values()
        .forEach(one -> bytes.merge(one.job().lane(), (long) one.job().size(), Long::sum));
    return bytes;
  }

  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    claims.values().forEach(claimed -> jobs.add(claimed.job()));
    return jobs;
  }
}
