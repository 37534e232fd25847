package dev.surety.idempotency.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Lets a request dawdle where its client says so, and tells who does.
 *
 * <p>Clients say so in headers, because these are no part of what makes two requests the same: the
 * first one can be slow and its retry quick.
 */
@ApplicationScoped
public class Pauses {

  /** Milliseconds between the effect and the end of the handler. */
  static final String IN_HANDLER = "Pause-In-Handler";

  /** Milliseconds between the storing of the answer and the commit. */
  static final String BEFORE_COMMIT = "Pause-Before-Commit";

  private final Set<String> pausing = ConcurrentHashMap.newKeySet();

  public void pause(String key, long millis) {
    if (millis > 0) {
      pausing.add(key);
      Sleep.millis(millis);
      pausing.remove(key);
    }
  }

  /** Pauses when the current transaction is about to commit, with everything written. */
  public void pauseBeforeCommit(String key, long millis) {
    registry()
        .registerInterposedSynchronization(
            new Synchronization() {
              @Override
              public void beforeCompletion() {
                pause(key, millis);
              }

              @Override
              public void afterCompletion(int status) {}
            });
  }

  public boolean isPausing(String key) {
    return pausing.contains(key);
  }

  private static TransactionSynchronizationRegistry registry() {
    try {
      return InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }
}
