package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.surety.idempotency.internal.IdempotencyPart;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MovedTime;
import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class DatabaseClockStoreTest {

  private static final Instant VECTORS = Instant.parse("2026-04-18T14:00:00Z");

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void movedDatabase_movesTheClock_withEveryOwnTransaction() {
    MovedTime time = new MovedTime(TestDatabase.shared(), VECTORS);
    try (LocalUnit unit = new LocalUnit(time.database())) {
      Core core = unit.core("shop", new IdempotencyPart(), Map.of());
      assertThat(core.clock().now()).isCloseTo(VECTORS, within(20, ChronoUnit.SECONDS));
      time.to(VECTORS.plus(Duration.ofDays(1)));
      // a slow trip tells nothing while an earlier reading is fresh
      for (int i = 0; i < 50 && core.clock().now().isBefore(VECTORS.plus(HOUR)); i++) {
        core.ownTransactions().run(() -> true);
      }
      assertThat(core.clock().now())
          .isCloseTo(VECTORS.plus(Duration.ofDays(1)), within(20, ChronoUnit.SECONDS));
    }
  }

  @Test
  void clock_isReadByItself() throws InterruptedException {
    MovedTime time = new MovedTime(TestDatabase.shared(), VECTORS);
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try (LocalUnit unit = new LocalUnit(time.database())) {
      Core core = unit.core("shop", new IdempotencyPart(), Map.of());
      try (Ticker ticker = core.clock().keepFresh(core.ownTransactions(), scheduler)) {
        time.to(VECTORS.plus(Duration.ofDays(1)));
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (core.clock().now().isBefore(VECTORS.plus(HOUR))) {
          assertThat(System.nanoTime() - end).isNegative();
          Thread.sleep(100);
        }
      }
    } finally {
      scheduler.shutdownNow();
    }
  }
}
