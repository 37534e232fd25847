package dev.surety.core;

import dev.surety.core.JdbcAccess.Work;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Connections for threads without a transaction, of which each keeps its own from one piece of work
 * to the next: pools try a connection before they hand it out, which takes as long as a short
 * statement. Thread-safe.
 */
final class KeptConnections {

  /** A pool that is flushed, or retires what is old, gets every connection back. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final Map<Thread, Kept> ofThreads = new ConcurrentHashMap<>();

  private record Kept(Connection connection, long since) {

    boolean isYoung() {
      return System.nanoTime() - since < LONGEST.toNanos();
    }
  }

  KeptConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Works with the thread's connection, which it keeps until it is told to {@link #giveBack} it.
   * One on which work failed is given back at once, as the pool may want to know.
   *
   * @throws PersistenceException if there is none
   */
  <T> T with(Work<T> work) throws SQLException {
    Kept kept = ofThreads.get(Thread.currentThread());
    if (kept == null) {
      kept = new Kept(UnitConnections.connection(dataSource), System.nanoTime());
      ofThreads.put(Thread.currentThread(), kept);
    }
    boolean done = false;
    try {
      T result = work.on(kept.connection());
      done = true;
      return result;
    } finally {
      if (!done || !kept.isYoung()) {
        giveBack();
      }
    }
  }

  /** Gives back what the calling thread keeps. */
  void giveBack() {
    Kept kept = ofThreads.remove(Thread.currentThread());
    if (kept != null) {
      UnitConnections.giveBack(kept.connection());
    }
  }
}
