package dev.surety.keys.internal;

import dev.surety.keys.ContentionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Makes an attempt again that lost a race, where the server has MicroProfile Fault Tolerance.
 *
 * <p>A bean of its own without a transaction: that interceptor sits inside {@code @Transactional}
 * and would retry in a transaction that can only roll back. Each attempt has one of Surety's own.
 */
@ApplicationScoped
public class RetriedChange {

  /** Where the subsystem is absent, or switched off, this is one attempt. */
  @Retry(maxRetries = 2, delay = 20, jitter = 20, retryOn = ContentionException.class)
  public Object run(Supplier<Object> attempt) {
    return attempt.get();
  }
}
