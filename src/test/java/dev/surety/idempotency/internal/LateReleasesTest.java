package dev.surety.idempotency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.GroupCommit;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.ReserveOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LateReleasesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void releaseThatFailed_isTriedUntilTheDatabaseIsBack() throws InterruptedException {
    try (var commits = failingTwice("08006")) {
      LateReleases releases = releasing(commits);
      while (tries.get() < 3) {
        releases.again();
        Thread.sleep(5);
      }
      assertStays(3, releases);
    }
  }

  @Test
  void releaseThatFindsNothing_isTriedAgain_forTheClaimMayStillBeCommitted()
      throws InterruptedException {
    try (var commits = new GroupCommit<Command, Object>(this::third, Thread::new, 100, PATIENCE)) {
      LateReleases releases = releasing(commits);
      while (tries.get() < 3) {
        releases.again();
        Thread.sleep(5);
      }
      assertStays(3, releases);
    }
  }

  private List<Object> third(List<Command> commands) {
    return List.of(tries.incrementAndGet() == 3);
  }

  @Test
  void releaseThatTheDatabaseRefuses_isNotTriedAgain() throws InterruptedException {
    try (var commits = failingTwice("42501")) {
      LateReleases releases = releasing(commits);
      while (tries.get() < 1) {
        Thread.sleep(5);
      }
      assertStays(1, releases);
    }
  }

  private void assertStays(int expected, LateReleases releases) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      releases.again();
      Thread.sleep(5);
    }
    assertThat(tries).hasValue(expected);
  }

  private static LateReleases releasing(GroupCommit<Command, Object> commits) {
    LateReleases releases = new LateReleases(commits);
    releases.release(
        new Ticket(
            "key",
            "owner",
            UUID.randomUUID(),
            new ReserveOptions(Duration.ofMinutes(1), Duration.ofDays(1), Recovery.RERUN)));
    return releases;
  }

  private GroupCommit<Command, Object> failingTwice(String state) {
    return new GroupCommit<>(
        commands -> {
          if (tries.incrementAndGet() <= 2) {
            throw new IllegalStateException(new SQLException("no", state));
          }
          return List.of(true);
        },
        Thread::new,
        100,
        PATIENCE);
  }
}
