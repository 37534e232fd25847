package dev.surety.webhook.internal.receive;

/** One way of signing webhooks, and the keys of one sender. */
interface Inspection {

  /**
   * @throws dev.surety.UnavailableException if the database cannot answer in time
   */
  Finding inspect(Arrival arrival);
}
