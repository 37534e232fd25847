package dev.surety.webhook.internal.send;

/** Makes what an attempt's request carries beside its body. */
public interface Requests {

  /**
   * Signs anew with each call; may wait for the database where a ring's keys are read anew.
   *
   * @throws IllegalArgumentException if the message itself cannot be signed, whatever the key
   */
  Prepared prepare(Job job);
}
