package dev.surety.bench;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.ExecutorSubmitter;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The events as calls through transaction-outbox.
 *
 * <p>One thread flushes batches of its default size, the next one before the threads that make the
 * calls have nothing left, and never so many that their queue refuses one.
 */
final class OutboxDrain implements Drain {

  private static final int BATCH = 4_096;
  // it tells of every event at the level of information
  private static final Logger QUIET = Logger.getLogger("com.gruelbox.transactionoutbox");

  /** What is called, by name, once an event's turn has come. */
  public interface Delivery {

    void deliver(String url, String id, String body);
  }

  private final TransactionOutbox outbox;
  private final ThreadLocalContextTransactionManager transactions;
  private volatile ThreadPoolExecutor calls;
  private volatile Thread flusher;

  OutboxDrain(DataSource pool, BenchSender sender) {
    QUIET.setLevel(Level.SEVERE);
    Delivery delivery =
        (url, id, body) ->
            sender.deliver(URI.create(url), id, body.getBytes(StandardCharsets.US_ASCII));
    transactions = TransactionManager.fromDataSource(pool);
    Executor whileRunning = this::call;
    outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
            .instantiator(Instantiator.using(type -> delivery))
            .submitter(
                ExecutorSubmitter.builder()
                    .executor(whileRunning)
                    .logLevelWorkQueueSaturation(org.slf4j.event.Level.DEBUG)
                    .build())
            .flushBatchSize(BATCH)
            .build();
  }

  private void call(Runnable task) {
    ThreadPoolExecutor running = calls;
    if (running == null) {
      throw new RejectedExecutionException("it does not run");
    }
    running.execute(task);
  }

  @Override
  public void queue(URI url) {
    transactions.inTransaction(
        () -> outbox.schedule(Delivery.class).deliver(url.toString(), "model", BODY));
  }

  @Override
  public void start(URI url) {
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    calls = new ThreadPoolExecutor(SENDS, SENDS, 0, TimeUnit.SECONDS, queue);
    flusher = new Thread(() -> flush(queue), "flusher");
    flusher.start();
  }

  private void flush(LinkedBlockingQueue<Runnable> queue) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (queue.size() > BATCH / 2 || !outbox.flush()) {
          Thread.sleep(1);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void stop(URI url) {
    try {
      flusher.interrupt();
      calls.shutdownNow();
      flusher.join();
      boolean unused = calls.awaitTermination(20, TimeUnit.SECONDS);
      calls = null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
