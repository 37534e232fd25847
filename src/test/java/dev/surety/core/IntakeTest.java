package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Intake.Batch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IntakeTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(1);

  @Test
  void whatWaits_isTakenInItsOrder() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(10, 100);
    IntStream.range(0, 4).forEach(intake::offer);
    assertThat(intake.take(LONG).items()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void queueIsBounded_andBatchesAre() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(5, 2);
    assertThat(IntStream.range(0, 8).filter(intake::offer)).containsExactly(0, 1, 2, 3, 4);
    assertThat(intake.take(LONG).items()).containsExactly(0, 1);
    assertThat(intake.offer(9)).isTrue();
  }

  @Test
  void emptyQueue_givesAnEmptyBatchInTime() throws InterruptedException {
    assertThat(new Intake<>(5, 2).take(Duration.ofMillis(20)).items()).isEmpty();
  }

  /** A machine that stands still for the length of a pause has it end: then once more. */
  @Test
  void batchThatIsNotComplete_isNotGivenInTime_andStays() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(100, 100);
    Batch<Integer> early = takeBeforeComplete(intake);
    for (int tries = 1; tries < 20 && !early.items().isEmpty(); tries++) {
      intake.done(early, 1);
      early = takeBeforeComplete(intake);
    }
    assertThat(early.items()).isEmpty();
    assertThat(intake.take(LONG).items()).containsExactly(50);
  }

  private static Batch<Integer> takeBeforeComplete(Intake<Integer> intake)
      throws InterruptedException {
    IntStream.range(0, 50).forEach(intake::offer);
    Batch<Integer> batch = intake.take(LONG);
    Thread.sleep(10);
    intake.done(batch, 50);
    intake.offer(50);
    return intake.take(Duration.ZERO);
  }

  @Test
  void whoWaits_isWokenByTheFirst() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(5, 2);
    CompletableFuture<List<Integer>> taken = taking(intake);
    Thread.sleep(50);
    intake.offer(7);
    assertThat(taken).succeedsWithin(SOON).isEqualTo(List.of(7));
  }

  @Test
  void bothWorkers_areWoken() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(5, 2);
    CompletableFuture<List<Integer>> first = taking(intake);
    CompletableFuture<List<Integer>> second = taking(intake);
    Thread.sleep(50);
    intake.offer(1);
    intake.offer(2);
    assertThat(first).succeedsWithin(SOON);
    intake.offer(3);
    assertThat(second).succeedsWithin(SOON);
  }

  @Test
  void whatABatchLeaves_isTakenByTheOtherWorker() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(10, 2);
    IntStream.range(0, 4).forEach(intake::offer);
    CompletableFuture<List<Integer>> first = taking(intake);
    assertThat(first).succeedsWithin(SOON).isEqualTo(List.of(0, 1));
    assertThat(taking(intake)).succeedsWithin(SOON).isEqualTo(List.of(2, 3));
  }

  @Test
  void whatIsDone_isInWorkNoMore() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(100, 100);
    IntStream.range(0, 50).forEach(intake::offer);
    Batch<Integer> batch = intake.take(LONG);
    intake.done(batch, 50);
    IntStream.range(0, 60).forEach(intake::offer);
    assertThat(intake.take(LONG).items()).hasSize(60);
  }

  @Test
  void batchThatHangs_holdsUpNobodyForLong() throws InterruptedException {
    Intake<Integer> intake = new Intake<>(1000, 100);
    IntStream.range(0, 50).forEach(intake::offer);
    assertThat(intake.take(LONG).items()).hasSize(50);
    intake.offer(50);
    assertThat(taking(intake)).succeedsWithin(SOON).isEqualTo(List.of(50));
  }

  @Test
  void rest_leavesNothing_andWhatWaitsStays() {
    Intake<Integer> intake = new Intake<>(10, 2);
    intake.offer(1);
    assertThat(intake.waiting()).containsExactly(1);
    assertThat(intake.rest()).containsExactly(1);
    assertThat(intake.waiting()).isEmpty();
  }

  @Test
  void eachItemIsTakenOnce_byTwoWorkersFromManyCallers() throws Exception {
    Intake<Integer> intake = new Intake<>(100_000, 64);
    ConcurrentHashMap<Integer, Integer> taken = new ConcurrentHashMap<>();
    AtomicBoolean ended = new AtomicBoolean();
    List<Thread> workers =
        IntStream.range(0, 2).mapToObj(i -> new Thread(() -> work(intake, taken, ended))).toList();
    workers.forEach(Thread::start);
    IntStream.range(0, 20_000).parallel().forEach(item -> assertThat(intake.offer(item)).isTrue());
    while (taken.size() < 20_000) {
      Thread.sleep(1);
    }
    ended.set(true);
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(taken.values()).containsOnly(1);
  }

  private static void work(
      Intake<Integer> intake, ConcurrentHashMap<Integer, Integer> taken, AtomicBoolean ended) {
    try {
      while (!ended.get()) {
        Batch<Integer> batch = intake.take(Duration.ofMillis(20));
        batch.items().forEach(item -> taken.merge(item, 1, Integer::sum));
        if (!batch.items().isEmpty()) {
          intake.done(batch, batch.items().size());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<List<Integer>> taking(Intake<Integer> intake) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return intake.take(LONG).items();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
