package dev.surety.core.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.jspecify.annotations.Nullable;

/**
 * Connections that nobody uses at the moment.
 *
 * <p>They are kept for 4 s, less than servers usually do, so that few are closed by the other side
 * while they are taken; at most 1,000. There are no places to wait for or to lose: a connection in
 * use is not known here. Thread-safe.
 */
final class IdleConnections {

  private static final int MOST = 1_000;
  private static final long KEPT_NANOS = Duration.ofSeconds(4).toNanos();

  private final Map<Route, ArrayDeque<Idle>> byRoute = new HashMap<>();
  private int count;
  private boolean closed;

  private record Idle(IOSession session, long since) {

    boolean isUsable(long now) {
      return session.isOpen() && now - since < KEPT_NANOS;
    }
  }

  /** The one that was used last, because the others may soon be too many. */
  synchronized @Nullable IOSession take(Route route) {
    ArrayDeque<Idle> kept = byRoute.get(route);
    long now = System.nanoTime();
    while (kept != null && !kept.isEmpty()) {
      Idle idle = kept.removeLast();
      count--;
      if (idle.isUsable(now)) {
        return idle.session;
      }
      idle.session.close(CloseMode.IMMEDIATE);
    }
    return null;
  }

  void put(Route route, IOSession session) {
    if (!kept(route, session)) {
      session.close(CloseMode.IMMEDIATE);
    }
  }

  private synchronized boolean kept(Route route, IOSession session) {
    if (closed || count >= MOST || !session.isOpen()) {
      return false;
    }
    count++;
    byRoute
        .computeIfAbsent(route, any -> new ArrayDeque<>())
        .addLast(new Idle(session, System.nanoTime()));
    return true;
  }

  /** Ends those of a route, because one of them turned out to be closed by the other side. */
  void drop(Route route) {
    List<Idle> dropped = new ArrayList<>();
    synchronized (this) {
      ArrayDeque<Idle> kept = byRoute.remove(route);
      if (kept != null) {
        count -= kept.size();
        dropped.addAll(kept);
      }
    }
    dropped.forEach(idle -> idle.session.close(CloseMode.IMMEDIATE));
  }

  /** Ends those that were kept for long enough. */
  void sweep() {
    List<Idle> old = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      Iterator<ArrayDeque<Idle>> routes = byRoute.values().iterator();
      while (routes.hasNext()) {
        ArrayDeque<Idle> kept = routes.next();
        while (!kept.isEmpty() && !kept.getFirst().isUsable(now)) {
          old.add(kept.removeFirst());
          count--;
        }
        if (kept.isEmpty()) {
          routes.remove();
        }
      }
    }
    old.forEach(idle -> idle.session.close(CloseMode.IMMEDIATE));
  }

  synchronized int count() {
    return count;
  }

  void close() {
    List<Route> routes;
    synchronized (this) {
      closed = true;
      routes = List.copyOf(byRoute.keySet());
    }
    routes.forEach(this::drop);
  }
}
