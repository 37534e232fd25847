package dev.surety.core.net;

import dev.surety.core.LimitedLog;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Decides what an exception means for a {@link Post}. */
final class PostFailures {

  /** Others' names take all the time there is, which says nothing of this one. */
  static final Failed TOO_MANY_NAMES = new Failed(Reason.BUSY, "too many names are looked up");

  private PostFailures() {}

  static PostResult of(HttpResult lookup) {
    if (lookup instanceof HttpResult.Refused refused) {
      return new PostResult.Refused(refused.reason());
    }
    boolean busy = lookup.equals(new HttpResult.Failed(Failure.BUSY));
    return busy ? TOO_MANY_NAMES : new Failed(Reason.NAME, "the name has no address, or too many");
  }

  static Failed of(Reason reason, Throwable cause) {
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return new Failed(reason, LimitedLog.clean(message == null ? name : name + ": " + message));
  }

  /**
   * @param kept whether the connection had served an earlier request
   * @param heard whether there was a response's head
   */
  static Failed of(Exception cause, boolean kept, boolean heard) {
    if (cause instanceof SSLException) {
      return of(Reason.TLS, cause);
    }
    if (cause instanceof MessageConstraintException && !heard) {
      return of(Reason.HEAD_TOO_LARGE, cause);
    }
    return of(kept && !heard ? Reason.KEPT_CONNECTION : Reason.CONNECTION, cause);
  }
}
