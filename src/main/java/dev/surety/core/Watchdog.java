package dev.surety.core;

import dev.surety.UnavailableException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections on which work takes too long, as after a failover that sends no reset.
 *
 * <p>The server's own deadlines do not reach a client that hears nothing: without this its thread
 * would read for ever. The connection's socket is closed, the waiting thread gets an exception, and
 * the pool drops the connection. Thread-safe.
 */
public final class Watchdog implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(250);

  private final LimitedLog log =
      new LimitedLog(
          System.getLogger(Watchdog.class.getName()),
          Level.WARNING,
          "a transaction takes too long and its connection is ended");
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param threads makes the one thread, which starts at once
   */
  public Watchdog(ThreadFactory threads) {
    threads.newThread(this::run).start();
  }

  /** Watches a connection, once it is known, until the watch is closed. */
  public Watch watch(Duration limit) {
    Watch watch = new Watch(limit);
    watches.add(watch);
    return watch;
  }

  /** Lets the thread end once nothing is watched any more. */
  @Override
  public void close() {
    closed = true;
  }

  private void run() {
    while (!closed || !watches.isEmpty()) {
      LockSupport.parkNanos(LOOK.toNanos());
      // A stray interrupt must not make the thread spin.
      boolean unused = Thread.interrupted();
      long now = System.nanoTime();
      watches.stream().filter(watch -> watch.isOver(now)).forEach(Watch::abort);
    }
  }

  /** One piece of work that must end in time, counted from when it got its connection. */
  public final class Watch implements AutoCloseable {

    private final Duration limit;
    private @Nullable Connection connection;
    private long end;

    private Watch(Duration limit) {
      this.limit = limit;
    }

    /** Names the connection that the work waits for. */
    synchronized void on(Connection wrapped) throws SQLException {
      connection = DriverConnection.behind(wrapped);
      end = System.nanoTime() + limit.toNanos();
    }

    /** From here on the connection may be somebody else's. */
    @Override
    public synchronized void close() {
      connection = null;
      watches.remove(this);
    }

    private synchronized boolean isOver(long now) {
      return connection != null && now - end >= 0;
    }

    private synchronized void abort() {
      Connection slow = connection;
      if (slow == null) {
        return;
      }
      close();
      try {
        slow.abort(Runnable::run);
        log.log(new UnavailableException("no end in time", null));
      } catch (SQLException | RuntimeException e) {
        log.log(e);
      }
    }
  }
}
