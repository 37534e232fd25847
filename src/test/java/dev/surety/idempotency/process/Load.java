package dev.surety.idempotency.process;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Clients that place one order after the other and try each until it succeeds.
 *
 * <p>Where there are several addresses a retry goes to the next one. Closing it lets the clients
 * finish what they began.
 */
final class Load implements AutoCloseable {

  /** Longer than a busy machine takes to restart a server a few times. */
  private static final Duration TRYING = Duration.ofMinutes(3);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Wide enough for a kill to hit, between effect and answer and between answer and commit. */
  private static final Map<String, String> WORK =
      Map.of(Pauses.IN_HANDLER, "5", Pauses.BEFORE_COMMIT, "5");

  private final List<URI> addresses;
  private final Ledger ledger;
  private final ExecutorService clients;
  private final AtomicLong successes = new AtomicLong();
  private volatile boolean over;

  Load(Ledger ledger, int clients, URI... addresses) {
    this.addresses = List.of(addresses);
    this.ledger = ledger;
    this.clients = Executors.newFixedThreadPool(clients);
    IntStream.range(0, clients).forEach(i -> this.clients.execute(this::work));
  }

  /** Places one order and tells every reply to the ledger. */
  static void order(Ledger ledger, List<URI> addresses, String key) {
    long end = System.nanoTime() + TRYING.toNanos();
    int first = Math.floorMod(key.hashCode(), addresses.size());
    for (int i = first; System.nanoTime() - end < 0; i++) {
      Reply reply = Client.post(addresses.get(i % addresses.size()), key, WORK, PATIENCE);
      ledger.add(key, reply);
      if (reply.isSuccess()) {
        return;
      }
      Sleep.millis(reply.status() == 409 ? 50 : 200);
    }
  }

  /** Tries every key of the ledger once more; whoever asks is told the same. */
  static void repeatAll(Ledger ledger, URI... addresses) {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    ledger.keys().forEach(key -> clients.execute(() -> order(ledger, List.of(addresses), key)));
    end(clients);
  }

  /** Returns once so many more orders succeeded: the servers work, and are at work. */
  void awaitSuccesses(int more) {
    long enough = successes.get() + more;
    Await.until("the servers take orders", () -> successes.get() >= enough);
  }

  @Override
  public void close() {
    over = true;
    end(clients);
  }

  private void work() {
    while (!over) {
      order(ledger, addresses, Client.newKey());
      successes.incrementAndGet();
    }
  }

  private static void end(ExecutorService clients) {
    clients.shutdown();
    try {
      if (!clients.awaitTermination(2 * TRYING.toSeconds(), SECONDS)) {
        throw new IllegalStateException("the clients did not come to an end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
