package dev.surety.webhook;

import java.util.List;
import java.util.Optional;

/**
 * The circuit breakers, which all instances share; inject it.
 *
 * <p>Own transactions. A circuit stands for an endpoint, for a url without its query, or for the
 * breaker key that messages name; one that nothing is known of is closed. A key may be several of
 * these at once: meant is the first of which something is known, in the order endpoint's name, url,
 * breaker key, and where nothing is known of any, the first that the key can be. Thread-safe.
 */
public interface Circuits {

  /** Those that are not closed or have counted failures, by their keys; at most 1,000. */
  List<Circuit> list();

  /**
   * @param key an endpoint's name, a url without its query, or a breaker key
   */
  Optional<Circuit> find(String tenant, String key);

  /** Closes it and forgets its failures. */
  boolean reset(String tenant, String key);

  /** Holds its messages until it is resumed. */
  void pause(String tenant, String key);

  /** Ends a pause by hand. */
  boolean resume(String tenant, String key);
}
