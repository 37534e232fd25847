package dev.surety.idempotency;

/**
 * Tells running work which run it is; injectable while a guarded method runs.
 *
 * <p>Outside a guarded method every call throws {@link IllegalStateException}.
 */
public interface IdempotencyContext {

  /** 1 for the first run of this key, one more for each run after it. */
  int attempt();

  /**
   * Whether an earlier run fell silent, so that its effects outside the database may exist. Stays
   * so for every later run of the key, also after one that threw and was released.
   */
  boolean takeover();

  /**
   * A key to send on to another service: the same for every run of this key, another for every
   * provider (HMAC-SHA256 under the row's hash, 43 base64url characters).
   *
   * <p>The caller's key cannot be read back from it; who knows scope and application can compare it
   * with guessed keys, so it hides random keys and not short ones. No configured secret takes part,
   * because changing that would change the key between two runs.
   */
  String downstreamKey(String provider);
}
