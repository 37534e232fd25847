package dev.surety.core.net;

import dev.surety.core.net.CheckedAddresses.Checked;
import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.reactor.IOSession;
import org.jspecify.annotations.Nullable;

/**
 * One post under way: lookup, connection, exchange, each begun where the one before has ended.
 *
 * <p>Whoever ends it first decides what came of it, and tells so; all others are late. The next
 * address is tried only if there was no connection, so that nothing is sent twice.
 */
final class Sending implements Exchange.Listener {

  private final PostParts parts;
  private final Post post;
  private final Target target;
  private final BiConsumer<Sending, PostResult> done;
  private final SSLContext tls;
  private final long start = System.nanoTime();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean found;
  private volatile @Nullable Connecting connecting;
  private List<InetAddress> addresses = List.of();
  private int next;
  private boolean kept;

  /**
   * @param done is told once, on any thread
   */
  Sending(PostParts parts, Post post, Target target, BiConsumer<Sending, PostResult> done) {
    this.parts = parts;
    this.post = post;
    this.target = target;
    this.done = done;
    this.tls = post.identity() == null ? parts.trusted() : post.identity();
  }

  void start() {
    parts.names().find(target.host(), this::found);
  }

  /** Ends it if its time is over. */
  void expire(long now) {
    Connecting at = connecting;
    boolean late = now - start >= post.patience().toNanos();
    boolean unfound = !found && now - start >= CheckedAddresses.LONGEST.toNanos();
    if ((late || unfound) && at == null && parts.names().isQueued(target.host())) {
      end(PostFailures.TOO_MANY_NAMES);
    } else if (late) {
      String phase = at == null ? "looking the name up" : at.phase();
      end(new Failed(Reason.DEADLINE, "the deadline is over while " + phase));
    } else if (unfound) {
      end(new Failed(Reason.NAME, "the name was not found in time"));
    }
  }

  /** Ends it without keeping its connection. */
  void end(PostResult result) {
    end(result, false);
  }

  private void end(PostResult result, boolean reusable) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    Connecting at = connecting;
    if (at != null) {
      at.leave(reusable);
    }
    done.accept(this, result);
  }

  private void found(CheckedAddresses.Result result) {
    found = true;
    if (result instanceof Checked checked) {
      addresses = checked.addresses();
      if (post.anew() || !reuse()) {
        connect();
      }
    } else {
      end(PostFailures.of(((CheckedAddresses.Not) result).why()));
    }
  }

  private boolean reuse() {
    for (InetAddress address : addresses) {
      Route route = new Route(target, address, tls);
      IOSession session = parts.idle().take(route);
      if (session != null) {
        kept = true;
        Connecting at = new Connecting(parts, route, this);
        connecting = at;
        at.reuse(session);
        exchange(at);
        return true;
      }
    }
    return false;
  }

  private void connect() {
    kept = false;
    Connecting at = new Connecting(parts, new Route(target, addresses.get(next++), tls), this);
    connecting = at;
    if (over.get()) {
      return;
    }
    at.connect(post.patience().toNanos() - (System.nanoTime() - start));
  }

  /** The connection is there, with TLS where the scheme says so. */
  void connected(Connecting at) {
    exchange(at);
  }

  /** There is no connection to that address. */
  void unconnected(Exception cause) {
    if (next < addresses.size() && !over.get()) {
      connect();
    } else {
      end(PostFailures.of(Reason.CONNECTION, cause));
    }
  }

  boolean isOver() {
    return over.get();
  }

  private void exchange(Connecting at) {
    // a JVM that stood still must not send what has run out of time meanwhile
    expire(System.nanoTime());
    if (over.get()) {
      return;
    }
    at.execute(
        new Exchange(
            PostHead.of(target, post.headers(), post.body().length),
            post.body(),
            parts.keep(),
            this));
  }

  @Override
  public void answered(Answered response, boolean whole) {
    end(response, whole);
  }

  @Override
  public void failed(Exception cause, boolean begun, boolean heard) {
    if (over.get()) {
      return;
    }
    Connecting at = connecting;
    if (kept && !heard && at != null) {
      at.dropOthers();
      if (!begun) {
        connect();
        return;
      }
    }
    end(PostFailures.of(cause, kept, heard));
  }
}
