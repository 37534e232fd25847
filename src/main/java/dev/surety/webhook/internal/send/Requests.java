package dev.surety.webhook.internal.send;

/** Makes what an attempt's request carries beside its body. */
public interface Requests {

  /** Signs anew with each call; may compute, but neither waits nor does I/O. */
  Prepared prepare(Job job);
}
