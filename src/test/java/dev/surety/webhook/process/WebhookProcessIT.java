package dev.surety.webhook.process;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/**
 * What two instances on one database promise while they are killed and stopped.
 *
 * <p>One pair of servers for all, because booting takes longer than most of the tests; {@code
 * -Dit.test='WebhookProcessIT$RandomKills'} for one group. {@code -Dslow=true} for more kills and
 * events.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class WebhookProcessIT {

  private static TwoInstances two;

  @BeforeAll
  static void start() {
    two = new TwoInstances();
  }

  @AfterAll
  static void close() {
    if (two != null) {
      two.close();
    }
  }

  @Nested
  @Order(1)
  class Handovers extends HandoverTests {

    Handovers() {
      super(two);
    }
  }

  @Nested
  @Order(2)
  class RandomKills extends ChaosTests {

    RandomKills() {
      super(two);
    }
  }

  /** Last, because it leaves an instance dead. */
  @Nested
  @Order(3)
  class DeadReceiver extends BreakerTests {

    DeadReceiver() {
      super(two);
    }
  }
}
