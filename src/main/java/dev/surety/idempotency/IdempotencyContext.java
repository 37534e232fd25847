package dev.surety.idempotency;

/**
 * Tells running work which run it is; injectable while a guarded method runs.
 *
 * <p>Outside a guarded method every call throws {@link IllegalStateException}.
 */
public interface IdempotencyContext {

  /** 1 for the first run of this key, one more for each run after it. */
  int attempt();

  /** Whether an earlier run fell silent, so that its effects outside the database may exist. */
  boolean takeover();

  /**
   * A key to send on to another service: the same for every run of this key, another for every
   * provider, and telling nothing of the caller's key (HMAC-SHA256, 43 base64url characters).
   */
  String downstreamKey(String provider);
}
