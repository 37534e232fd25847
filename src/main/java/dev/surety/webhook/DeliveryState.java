package dev.surety.webhook;

/** How far a delivery has come. */
public enum DeliveryState {
  /** To be sent, now or later, or being sent. */
  QUEUED,
  /** Behind another message of its sequence key. */
  WAITING,
  /** Dead, and holding the messages of its sequence key until it is skipped or redelivered. */
  BLOCKING,
  /** A receiver has confirmed it. */
  DELIVERED,
  /** Given up, for a reason; can be redelivered. */
  DEAD,
  /** Ended by the application. */
  CANCELED
}
