package dev.surety.idempotency;

/** Keeps one lease from lapsing until it is closed; closing twice does nothing. Thread-safe. */
public interface Heartbeat extends AutoCloseable {

  @Override
  void close();
}
