package dev.surety.idempotency;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs work once per key and keeps its answer; inject it.
 *
 * <p>Thread-safe. Keys have 1 to 255 visible ASCII characters. Every method may throw {@link
 * dev.surety.UnavailableException}: then nothing was let through. All time is database time.
 */
public interface Idempotency {

  /**
   * Claims a key with the configured lease and time to live. Own transaction, not on this thread.
   *
   * @throws IllegalArgumentException if the key is malformed
   * @throws LimitExceededException if the scope's principal has used up its share
   */
  Reservation reserve(Scope scope, String key, RequestHash requestHash);

  /** Like {@link #reserve(Scope, String, RequestHash)}. */
  Reservation reserve(Scope scope, String key, RequestHash requestHash, ReserveOptions options);

  /**
   * Stores the answer and ends the run. Own transaction, not on this thread: a crash between the
   * work and this call leaves the key to its {@link Recovery}.
   *
   * @throws IllegalArgumentException if the answer's body is larger than {@code
   *     surety.idempotency.max-answer}, or its headers have more than 16,384 characters or are not
   *     text
   */
  Completion complete(Reservation.Reserved reserved, Answer answer);

  /**
   * Stores the answer within the caller's transaction: it holds if and only if that one commits.
   *
   * <p>Call it last and do not renew afterwards: the key's row stays locked until the transaction
   * ends. On {@link Completion#LOST} the caller must roll back.
   *
   * @throws IllegalStateException if no transaction is active
   * @throws IllegalArgumentException if the answer is none that {@link #complete} stores
   */
  Completion completeInTransaction(Reservation.Reserved reserved, Answer answer);

  /**
   * Ends the run without an answer. Own transaction. The key stays bound to its request until its
   * time to live ends: the same request may run again, another is a conflict.
   *
   * @return {@code false} if the run was lost or finished; then nothing was changed
   */
  boolean release(Reservation.Reserved reserved);

  /**
   * Extends the lease from now by its configured length. Own transaction.
   *
   * @return {@code false} if the run was lost or finished; then nothing was changed
   */
  boolean renew(Reservation.Reserved reserved);

  /**
   * Renews the lease from now on, at a third of its length, until the heartbeat is closed or {@code
   * surety.idempotency.max-work} is over. Own transactions, not on this thread.
   *
   * <p>Close it before {@link #completeInTransaction}. A renewal that fails is tried again; that
   * the run was lost is told by {@link #complete}, {@link #renew} and {@link #release}.
   */
  Heartbeat keepAlive(Reservation.Reserved reserved);

  /** What is known of a key. Own transaction. */
  Optional<KeySnapshot> find(Scope scope, String key);

  /**
   * Decides a key whose owner fell silent (see {@link Recovery#HOLD}). Own transaction. Recorded in
   * the row and in the log.
   *
   * @param by who decided, 1 to 128 characters, no control characters
   * @return {@code false} if the key is unknown or not held; then nothing was changed
   * @throws IllegalArgumentException if the answer is none that {@link #complete} stores
   */
  boolean resolve(Scope scope, String key, Resolution resolution, String by);

  /**
   * Runs the work once and returns its result, now or stored, as JSON.
   *
   * <p>Without a transaction one is begun, and work and result commit in it together. Inside one
   * both join it, and the key is released if it rolls back. {@code null} is a result.
   *
   * <p>Work that ends the transaction itself is refused by an {@link IllegalStateException}, and
   * the key is spent, because its effect may hold.
   *
   * @param type what the result is read back as
   * @throws RefusedException if another run has it, had it, or the key belongs to another request
   * @throws LostException if the run was overtaken; the transaction is rolled back
   * @throws Exception what the work throws; the transaction is rolled back and the key released
   */
  <T extends @Nullable Object> T once(
      Scope scope, String key, RequestHash requestHash, Type type, Callable<T> work)
      throws Exception;

  /** Simple store: the answer kept under this key, if its time is not over. Own transaction. */
  Optional<StoredResponse> get(Scope scope, String key);

  /**
   * Simple store: keeps the answer unless one is kept already. Own transaction. Its keys never meet
   * those of {@link #reserve}.
   *
   * @return the answer kept earlier, or empty if this one is kept now
   * @throws IllegalArgumentException unless the time to live is a millisecond to ten years, and the
   *     answer as for {@link #complete}
   */
  Optional<StoredResponse> putIfAbsent(Scope scope, String key, Answer answer, Duration ttl);

  /**
   * Erases answers past their time and drops rows past their tombstone's. Runs by itself as well.
   * Own transactions of at most 200 rows, not on this thread. Ends after 50 seconds even if there
   * is more: call it until it returns 0.
   *
   * @return how many rows it erased or dropped
   * @throws dev.surety.UnavailableException if the database failed, or no thread was free
   */
  long sweep();

  /** How many keys of this application are in each state. Reads every row; own transaction. */
  Map<KeySnapshot.State, Long> counts();
}
