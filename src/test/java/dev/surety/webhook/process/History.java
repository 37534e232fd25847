package dev.surety.webhook.process;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What really happened in a run, as orders, receiver, queue and the killer have written it down.
 *
 * @param orders the committed ones, in the order of their commits
 * @param arrivals as the receiver saw them
 * @param claims of the queue, as a trigger on its table saw them
 * @param attempts the log
 * @param interruptions of instances and of the database
 */
record History(
    List<Order> orders,
    List<Arrival> arrivals,
    List<Claim> claims,
    List<Attempt> attempts,
    List<Interruption> interruptions) {

  /** A row of the business table. */
  record Order(long number, @Nullable String key, String webhookId, UUID delivery) {}

  /**
   * A request that came in whole.
   *
   * @param order the number in its body, -1 where there is none
   * @param body names its bytes
   * @param sender the instance whose key has signed it, empty for nobody's
   * @param accepted whether it was answered 2xx in time
   */
  record Arrival(
      String webhookId,
      long order,
      String body,
      String sender,
      @Nullable Long sequenceNumber,
      Instant at,
      boolean accepted) {}

  /** How a claim ended. */
  enum End {
    FINISHED,
    PUT_BACK,
    /** It was claimed again with nothing settled. */
    LOST,
    /** It has not. */
    OPEN
  }

  /**
   * @param attempt the number that an attempt under this claim has
   * @param ended when; for a lost one, when it was claimed again
   */
  record Claim(
      UUID delivery, String instance, int fence, int attempt, Instant at, End end, Instant ended) {}

  /** A line of the log. */
  record Attempt(UUID delivery, int attempt, boolean delivered, Instant at) {}

  /**
   * @param instance empty where it is the database, which concerns all
   */
  record Interruption(String instance, Instant from, Instant to) {

    boolean concerns(Claim claim) {
      return (instance.isEmpty() || instance.equals(claim.instance()))
          && !to.isBefore(claim.at())
          && !from.isAfter(claim.ended());
    }
  }
}
