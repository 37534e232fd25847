package dev.surety.webhook.process;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Receives well mostly, and else fails in each way that a receiver can: by a 5xx, by silence, by a
 * reset before or after it has accepted, by dripping, by accepting too late. Some messages are
 * refused once before anything else.
 */
final class ChaoticReceiver implements AuditedSink.Script {

  private static final int TOO_LATE = 1_300;

  private final Random random;
  private final Set<String> refusedOnce = ConcurrentHashMap.newKeySet();

  ChaoticReceiver(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public boolean answer(Hook hook, Line line) throws IOException, InterruptedException {
    if (hook.order() % 10 == 0 && refusedOnce.add(hook.webhookId())) {
      return line.status(500);
    }
    Thread.sleep(random.nextInt(60));
    int dice = random.nextInt(100);
    if (dice < 6) {
      return line.status(dice % 2 == 0 ? 500 : 503);
    }
    if (dice < 9) {
      return line.silence(TOO_LATE);
    }
    if (dice < 12) {
      return line.reset();
    }
    if (dice < 14) {
      return line.drip();
    }
    if (dice < 16) {
      Thread.sleep(TOO_LATE);
      line.status(200);
      return false;
    }
    boolean accepted = line.status(200);
    if (dice < 18) {
      line.reset();
    }
    return accepted;
  }
}
