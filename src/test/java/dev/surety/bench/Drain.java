package dev.surety.bench;

import java.net.URI;

/** What delivers a backlog, inside the server. */
interface Drain {

  /** The body of every event: 1,000 bytes. */
  String BODY = "{\"text\":\"" + "x".repeat(989) + "\"}";

  /** The most sends at once. */
  int SENDS = 50;

  /**
   * Queues one event to the url, as an application would, and leaves it; the backlog is its like.
   */
  void queue(URI url);

  void start(URI url);

  /** Ends it; what is being sent may still arrive. */
  void stop(URI url);
}
