package dev.surety.idempotency.internal;

import dev.surety.core.Fault;
import dev.surety.core.GroupCommit;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.internal.Command.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Frees keys for which nobody waits, again and again while the database is away, a row is locked or
 * not there yet: a key that was taken for nobody would stay held for its lease, or until a person
 * resolves it.
 *
 * <p>Of more than {@value #MOST} that failed the rest keep their leases. Also late a release
 * changes no run but its own. Thread-safe.
 */
final class LateReleases {

  private static final int MOST = 10_000;

  /** Leaves the queue to callers. */
  private static final int MOST_AT_ONCE = 500;

  private final BlockingQueue<Late> failed = new LinkedBlockingQueue<>(MOST);
  private final GroupCommit<Command, Object> commits;

  LateReleases(GroupCommit<Command, Object> commits) {
    this.commits = commits;
  }

  private record Late(Ticket ticket, long leaseEnd) {

    /** A claim that is still being committed is not there to be released yet. */
    boolean isOpenAfter(Object released) {
      return released.equals(false) && System.nanoTime() - leaseEnd < 0;
    }
  }

  void release(Ticket ticket) {
    release(new Late(ticket, System.nanoTime() + ticket.options().lease().toNanos()));
  }

  private void release(Late late) {
    CompletableFuture<Object> unused =
        commits
            .tell(new Release(late.ticket()))
            .whenComplete(
                (released, failure) -> {
                  if (failure == null
                      ? late.isOpenAfter(released)
                      : Fault.of(failure) != Fault.REFUSED) {
                    boolean unusedIfFull = failed.offer(late);
                  }
                });
  }

  /** Tries those that have failed once more. */
  void again() {
    List<Late> due = new ArrayList<>();
    int unused = failed.drainTo(due, MOST_AT_ONCE);
    due.forEach(this::release);
  }
}
