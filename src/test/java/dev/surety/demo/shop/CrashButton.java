package dev.surety.demo.shop;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the server at the worst moment: an order is committed, and its answer has not left.
 *
 * <p>Halts the JVM where it stands, without any clean-up, as a power cut would.
 */
@Path("crash")
@ApplicationScoped
public class CrashButton {

  /** What the process exits with, so that a crash that was asked for is known as one. */
  public static final int EXIT_STATUS = 86;

  private final AtomicBoolean armed = new AtomicBoolean();

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transactions;

  /** Makes the next order the last one that this server takes. */
  @POST
  @Produces("text/plain")
  public String arm() {
    armed.set(true);
    return "The server will crash after the next order is committed, before it is answered.\n";
  }

  /** Crashes once the current transaction is committed, if the button was pressed. */
  void crashAfterCommit() {
    if (armed.get()) {
      transactions.registerInterposedSynchronization(new Halt());
    }
  }

  private static final class Halt implements Synchronization {

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        Runtime.getRuntime().halt(EXIT_STATUS);
      }
    }
  }
}
