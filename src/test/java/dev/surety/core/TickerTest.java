package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.RecordedLog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {

  @Test
  void failingTask_runsOn_andIsLoggedCutCleanedAndOncePerSecond() throws InterruptedException {
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger runs = new AtomicInteger();
    Runnable task =
        () -> {
          runs.incrementAndGet();
          throw new IllegalStateException("remote\u202E text " + "x".repeat(500));
        };
    long start = System.nanoTime();
    try (RecordedLog log = new RecordedLog();
        Ticker ticker = new Ticker(scheduler, "counting sheep", Duration.ofMillis(1), task)) {
      while (runs.get() < 50) {
        Thread.sleep(1);
      }
      ticker.close();
      assertThat(log.texts())
          .hasSizeBetween(1, 2 + (int) Duration.ofNanos(System.nanoTime() - start).toSeconds());
      assertThat(log.texts().get(0))
          .contains("counting sheep failed and runs again", "IllegalStateException: remote text")
          .doesNotContain("\u202E", "x".repeat(128));
    } finally {
      scheduler.shutdownNow();
    }
  }
}
