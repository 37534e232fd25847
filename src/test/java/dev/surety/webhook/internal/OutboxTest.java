package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may be sent next, and how many at once. */
class OutboxTest {

  private static final Lane SLOW = new Lane(new UUID(0, 1), Lane.NO_ENDPOINT);
  private static final Lane OTHER = new Lane(new UUID(0, 2), Lane.NO_ENDPOINT);

  private final Outbox outbox = new Outbox(100);

  @Test
  void laneByItself_leavesTheLastTenthFree() {
    outbox.add(jobs(SLOW, 200));
    assertThat(taken()).hasSize(90);
    outbox.add(jobs(OTHER, 10));
    assertThat(taken()).hasSize(10).allMatch(job -> job.lane().equals(OTHER));
  }

  @Test
  void lanesShareThePlacesEvenly_andTakeTurns() {
    outbox.add(jobs(SLOW, 200));
    outbox.add(jobs(OTHER, 200));
    List<Job> taken = taken();
    assertThat(taken).hasSize(100);
    assertThat(taken).filteredOn(job -> job.lane().equals(SLOW)).hasSize(50);
    assertThat(taken.get(0).lane()).isNotEqualTo(taken.get(1).lane());
  }

  @Test
  void placeGivenBack_isTheNextOnes() {
    outbox.add(jobs(SLOW, 200));
    List<Job> taken = taken();
    outbox.done(taken.get(0));
    assertThat(outbox.sending()).isEqualTo(89);
    assertThat(taken()).hasSize(1);
  }

  @Test
  void endpointsOwnLimit_isKept() {
    Job.Receiver narrow = new Job.Receiver("narrow", null, "", Map.of(), null, 3);
    outbox.add(IntStream.range(0, 10).mapToObj(i -> job(SLOW, narrow, null)).toList());
    assertThat(taken()).hasSize(3);
    assertThat(outbox.wanted(SLOW, 200, 0, 3)).isZero();
  }

  @Test
  void probe_goesFirst() {
    outbox.add(jobs(SLOW, 5));
    Job probe = job(SLOW, null, UUID.randomUUID());
    outbox.add(List.of(probe));
    assertThat(outbox.next()).isEqualTo(probe);
  }

  @Test
  void withdrawnJobs_areThoseNotSent() {
    outbox.add(jobs(SLOW, 200));
    List<Job> taken = taken();
    assertThat(outbox.withdraw(job -> true)).hasSize(110).doesNotContainAnyElementsOf(taken);
    assertThat(outbox.waiting()).isZero();
    taken.forEach(outbox::done);
    assertThat(outbox.sending()).isZero();
  }

  @Test
  void share_isNeverNothing_andTheWholeOfFewPlaces() {
    assertThat(Outbox.share(1, 1)).isOne();
    assertThat(Outbox.share(9, 1)).isEqualTo(9);
    assertThat(Outbox.share(4, 1_000)).isOne();
    assertThat(Outbox.share(400, 1)).isEqualTo(360);
  }

  private List<Job> taken() {
    List<Job> taken = new ArrayList<>();
    for (Job job = outbox.next(); job != null; job = outbox.next()) {
      taken.add(job);
    }
    return taken;
  }

  private static List<Job> jobs(Lane lane, int many) {
    return IntStream.range(0, many).mapToObj(i -> job(lane, null, null)).toList();
  }

  private static Job job(Lane lane, Job.Receiver receiver, UUID probe) {
    return new Job(UUID.randomUUID(), 1, lane, 1, probe, null, receiver);
  }
}
