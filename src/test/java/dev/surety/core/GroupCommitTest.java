package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger flushes = new AtomicInteger();
  private final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> unclaimed = new ConcurrentLinkedQueue<>();

  /** Doubles numbers; 0 waits for the gate, 13 is bad input, 19 meets a lock at first. */
  private final Flush<Integer, Integer> doubling =
      new Flush<>() {
        @Override
        public List<Integer> apply(List<Integer> items) {
          flushes.incrementAndGet();
          batches.add(items);
          if (items.contains(0)) {
            await();
          }
          if (items.contains(19) && batches.size() < 3) {
            throw new Flush.Busy("locked");
          }
          if (items.contains(13)) {
            throw new IllegalStateException(new SQLException("bad input", "22P05"));
          }
          return items.stream().map(item -> 2 * item).toList();
        }

        @Override
        public void unclaimed(Integer item, Integer answer) {
          unclaimed.add(item);
        }
      };

  @Test
  void concurrentCallers_shareFlushes_andGetTheirOwnAnswers() {
    try (var commits = commits(1000, Duration.ofSeconds(5))) {
      CompletableFuture<Integer> first = commits.submit(0);
      CompletableFuture<Integer> second = commits.submit(0);
      List<CompletableFuture<Integer>> rest =
          IntStream.range(1, 13).mapToObj(commits::submit).toList();
      gate.countDown();
      assertThat(first.join() + second.join()).isZero();
      IntStream.range(0, 12).forEach(i -> assertThat(rest.get(i).join()).isEqualTo(2 * (i + 1)));
      assertThat(flushes.get()).isLessThan(14);
    }
  }

  @Test
  void failureOfAnItem_isItsCallers() {
    try (var commits = commits(1000, Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> commits.call(13)).isInstanceOf(SuretyException.class);
      assertThat(commits.call(1)).isEqualTo(2);
    }
  }

  @Test
  void itemThatMeetsALock_waitsInTheQueue() {
    try (var commits = commits(1000, Duration.ofSeconds(5))) {
      assertThat(commits.call(19)).isEqualTo(38);
      assertThat(batches).hasSize(3);
    }
  }

  @Test
  void flushThatHangs_holdsUpNoOtherCaller() {
    try (var commits = commits(1000, Duration.ofSeconds(5))) {
      CompletableFuture<Integer> hanging = commits.submit(0);
      while (flushes.get() == 0) {
        Thread.onSpinWait();
      }
      assertThat(commits.call(5)).isEqualTo(10);
      assertThat(hanging).isNotDone();
      gate.countDown();
    }
  }

  @Test
  void callerThatWaitsTooLong_isTold_andItsLateAnswerIsUndone() throws InterruptedException {
    try (var commits = commits(1000, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> commits.call(0)).isInstanceOf(UnavailableException.class);
      gate.countDown();
      while (unclaimed.isEmpty()) {
        Thread.sleep(5);
      }
      assertThat(unclaimed).containsExactly(0);
      assertThat(commits.call(3)).isEqualTo(6);
    }
  }

  @Test
  void interruptedCaller_getsItsAnswer_andStaysInterrupted() {
    try (var commits = commits(1000, Duration.ofSeconds(5))) {
      Thread.currentThread().interrupt();
      assertThat(commits.call(3)).isEqualTo(6);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(unclaimed).isEmpty();
    }
  }

  @Test
  void flusherSurvivesWhatTheFlushThrows_beforeItDecides_andWhenItIsIdle() {
    AtomicInteger failures = new AtomicInteger();
    Flush<Integer, Integer> failing =
        new Flush<>() {
          @Override
          public Function<Integer, Object> grouping(List<Integer> batch) {
            if (failures.incrementAndGet() <= 5) {
              throw new AssertionError("fails");
            }
            return item -> "";
          }

          @Override
          public List<Integer> apply(List<Integer> items) {
            return items;
          }

          @Override
          public void idle() {
            throw new AssertionError("fails too");
          }
        };
    try (var commits = new GroupCommit<>(failing, Thread::new, 1000, Duration.ofSeconds(20))) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> commits.call(1)).hasStackTraceContaining("fails");
      }
      assertThat(commits.call(1)).isOne();
    }
  }

  @Test
  void whatIsToldAfterTheEnd_fails() {
    var commits = commits(1000, Duration.ofSeconds(5));
    commits.close();
    assertThatThrownBy(() -> commits.tell(1).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("shutting down");
  }

  @Test
  void callersBeyondTheQueue_areToldAtOnce() {
    try (var commits = commits(1, Duration.ofMillis(200))) {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 2000).mapToObj(i -> commits.submit(0)).toList();
      assertThat(answers).anyMatch(CompletableFuture::isCompletedExceptionally);
      gate.countDown();
    }
  }

  @Test
  void closing_failsWhatIsQueued_andRefusesMore() {
    var commits = commits(1000, Duration.ofMillis(200));
    gate.countDown();
    commits.close();
    assertThatThrownBy(() -> commits.call(1)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void answerThatNobodyTookBeforeTheEnd_isStillUndone() {
    AtomicReference<GroupCommit<Integer, Integer>> undone = new AtomicReference<>();
    Flush<Integer, Integer> undoing =
        new Flush<>() {
          @Override
          public List<Integer> apply(List<Integer> items) {
            return doubling.apply(items);
          }

          @Override
          public void unclaimed(Integer item, Integer answer) {
            CompletableFuture<Integer> unused = undone.get().tell(1);
          }
        };
    var commits = new GroupCommit<>(undoing, Thread::new, 1000, Duration.ofMillis(500));
    undone.set(commits);
    assertThatThrownBy(() -> commits.call(0)).isInstanceOf(UnavailableException.class);
    holdBoth(commits);
    CompletableFuture<Integer> queued = commits.submit(2);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(commits::close);
    assertThatThrownBy(queued::join).hasMessageContaining("shutting down");
    gate.countDown();
    closing.join();
    while (!batches.contains(List.of(1))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void lockMetByWhatIsUndoneAtTheEnd_isNotWaitedFor() throws Exception {
    var commits = commits(1000, Duration.ofMillis(500));
    holdBoth(commits);
    CompletableFuture<Integer> queued = commits.submit(2);
    CompletableFuture<Integer> locked = commits.tell(19);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(commits::close);
    assertThatThrownBy(queued::join).hasMessageContaining("shutting down");
    batches.clear();
    gate.countDown();
    closing.join();
    assertThatThrownBy(() -> locked.get(10, TimeUnit.SECONDS)).hasMessageContaining("locked");
  }

  /** What a flush keeps for its thread's next batch is not to be kept for long. */
  @Test
  void threadThatFindsNoFurtherBatch_isToldSo() throws InterruptedException {
    Keeping keeping = new Keeping();
    try (var commits = new GroupCommit<>(keeping, Thread::new, 1000, Duration.ofSeconds(20))) {
      assertThat(commits.call(1)).isOne();
      for (int tries = 0; tries < 1000 && keeping.ofThreads.containsValue(true); tries++) {
        Thread.sleep(10);
      }
      assertThat(keeping.ofThreads).isNotEmpty().doesNotContainValue(true);
    }
  }

  @Test
  void threadThatDecidesWhileClosing_isToldThatItWasTheLast() {
    Keeping keeping = new Keeping();
    var commits = new GroupCommit<>(keeping, Thread::new, 1000, Duration.ofSeconds(20));
    keeping.meanwhile =
        () -> {
          CompletableFuture<Void> unused = CompletableFuture.runAsync(commits::close);
          while (!commits.submit(2).isCompletedExceptionally()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          }
          CompletableFuture<Integer> told = commits.tell(3);
        };
    assertThat(commits.call(1)).isOne();
    commits.close();
    assertThat(keeping.decided).contains(3);
    assertThat(keeping.ofThreads).doesNotContainValue(true);
  }

  /** Keeps something for the thread's next batch. */
  private static final class Keeping implements Flush<Integer, Integer> {

    private final Map<Thread, Boolean> ofThreads = new ConcurrentHashMap<>();
    private final List<Integer> decided = new CopyOnWriteArrayList<>();
    private volatile @Nullable Runnable meanwhile;

    @Override
    public List<Integer> apply(List<Integer> items) {
      ofThreads.put(Thread.currentThread(), true);
      Runnable once = meanwhile;
      meanwhile = null;
      if (once != null) {
        once.run();
      }
      decided.addAll(items);
      return items;
    }

    @Override
    public void idle() {
      ofThreads.replace(Thread.currentThread(), false);
    }
  }

  /** Keeps both flushers busy until the gate opens. */
  private void holdBoth(GroupCommit<Integer, Integer> commits) {
    for (int held = 0; held < 2; held++) {
      CompletableFuture<Integer> unused = commits.submit(0);
      while (flushes.get() == held) {
        Thread.onSpinWait();
      }
    }
  }

  private GroupCommit<Integer, Integer> commits(int capacity, Duration patience) {
    return new GroupCommit<>(doubling, Thread::new, capacity, patience);
  }

  private void await() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
