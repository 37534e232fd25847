package dev.surety.core;

import dev.surety.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections whose server has fallen silent, as after a failover that sends no reset.
 *
 * <p>The server's own deadlines do not reach a client that hears nothing: without this its thread
 * would read for ever. The connection's socket is closed, the waiting thread gets an exception, and
 * the pool drops the connection. Thread-safe.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final Duration LOOK = Duration.ofMillis(250);

  private final LimitedLog log =
      new LimitedLog(LOG, Level.WARNING, "a database connection is silent and is ended");
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param threads makes the one thread, which starts at once
   */
  public Watchdog(ThreadFactory threads) {
    threads.newThread(this::run).start();
  }

  /** Watches a connection, once it is known, until the watch is closed. */
  public Watch watch(Duration limit) {
    Watch watch = new Watch(System.nanoTime() + limit.toNanos());
    watches.add(watch);
    return watch;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        watches.stream().filter(watch -> now - watch.end >= 0).forEach(Watch::abort);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One piece of work that must end in time. */
  public final class Watch implements AutoCloseable {

    private final long end;
    private volatile @Nullable Connection connection;

    private Watch(long end) {
      this.end = end;
    }

    /** Names the connection that the work waits for. */
    void on(Connection wrapped) throws SQLException {
      // The pool's wrapper is locked by the thread that waits; the driver's own is not.
      connection = wrapped.getMetaData().getConnection();
    }

    @Override
    public void close() {
      watches.remove(this);
    }

    private void abort() {
      Connection silent = connection;
      if (silent != null && watches.remove(this)) {
        log.log(new UnavailableException("no answer in time", null));
        try {
          silent.abort(Runnable::run);
        } catch (SQLException e) {
          LOG.log(Level.DEBUG, "the silent connection was closed already");
        }
      }
    }
  }
}
