package dev.surety.idempotency.process;

import dev.surety.testing.TestWar;
import java.util.Map;

/** The shop as the servers get it. */
final class ShopWar {

  /** How long a silent owner blocks its key; short, so that retries after a kill come through. */
  static final long LEASE_SECONDS = 2;

  private ShopWar() {}

  /** The archive; its tables exist from now on. */
  static TestWar named(String name) {
    OrderTable.create();
    return TestWar.named(name)
        .config(Map.of("surety.idempotency.lease", "PT" + LEASE_SECONDS + "S"))
        .config(Map.of("surety.idempotency.anonymous", "allow"))
        .config(Map.of("surety.idempotency.max-rows", "10000000"))
        .classes(
            OrderDesk.class,
            Orders.class,
            Pauses.class,
            Sleep.class,
            SavedAfterCommit.class,
            NaiveFilter.class,
            NaiveAnswers.class);
  }
}
