package dev.surety.webhook;

import java.util.List;
import java.util.Optional;

/**
 * The registered receivers; inject it.
 *
 * <p>Own transactions; queued messages meet a change at their next attempt. A url is checked as it
 * is for each delivery: its addresses too. Thread-safe.
 */
public interface Endpoints {

  /**
   * @throws IllegalArgumentException naming the value that is not allowed; for a url a generic
   *     reason, because who registers it may be probing
   * @throws dev.surety.SuretyException if the tenant has one of that name
   */
  Endpoint create(Endpoint.Settings settings);

  /**
   * Replaces all settings but tenant and name.
   *
   * @throws IllegalArgumentException as {@link #create}
   * @return {@code false} if there is none
   */
  boolean update(Endpoint.Settings settings);

  /** Holds its messages; they keep their attempts. */
  boolean pause(String tenant, String name);

  /** Ends a pause, or makes a disabled one active again; what was held is sent. */
  boolean resume(String tenant, String name);

  /** Takes no messages any more and holds those that are queued. */
  boolean disable(String tenant, String name, String reason);

  /** Ends its queued messages as dead, with reason {@code endpoint-deleted}; its name is free. */
  boolean delete(String tenant, String name);

  Optional<Endpoint> find(String tenant, String name);

  /**
   * By tenant and name.
   *
   * @param after the name to start behind; empty for the first ones
   * @param most 1 to 1,000
   */
  List<Endpoint> list(String tenant, String after, int most);

  /** Sends one message of type {@code surety.test} now, on no queue, and tells what came of it. */
  TestResult test(String tenant, String name);

  /**
   * What came of a test.
   *
   * @param outcome {@code delivered}, or what went wrong; never an address
   * @param status the answer's, 0 where there was none
   */
  record TestResult(String outcome, int status) {}
}
