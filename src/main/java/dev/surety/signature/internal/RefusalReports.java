package dev.surety.signature.internal;

import dev.surety.core.LimitedLog;
import dev.surety.signature.SignatureRefused;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.Verification.Rejected;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Tells operators of what one verifier refuses: partners are told no more than the code. */
final class RefusalReports {

  private static final Logger LOG = System.getLogger(SignatureVerifier.class.getName());

  private static final LimitedLog OBSERVER_FAILED =
      new LimitedLog(LOG, Level.WARNING, "an observer of SignatureRefused failed");

  private final String verifier;
  private final Consumer<SignatureRefused> observers;
  private final LimitedLog refused =
      new LimitedLog(LOG, Level.DEBUG, "a message was refused because of its signature");

  RefusalReports(String verifier, Consumer<SignatureRefused> observers) {
    this.verifier = verifier;
    this.observers = observers;
  }

  /**
   * @param operation empty if it is known for none
   */
  void tell(String operation, Rejected why) {
    SignatureRefused event =
        new SignatureRefused(verifier, operation, why.code(), why.step(), why.reason());
    refused.logAbout(
        "%s in step %s, %s; verifier %s, operation %s"
            .formatted(event.code(), event.step(), event.reason(), verifier, operation));
    try {
      observers.accept(event);
    } catch (RuntimeException e) {
      OBSERVER_FAILED.log(e);
    }
  }
}
