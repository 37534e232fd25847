package dev.surety.idempotency.internal;

import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.internal.Share.Sums;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What this instance knows of each principal's {@link Share}, and what its transactions change of
 * that. Thread-safe; no I/O.
 */
final class Shares {

  private static final int MOST = 10_000;

  private final Map<String, Share> shares = new ConcurrentHashMap<>();
  private final Set<String> beingCounted = ConcurrentHashMap.newKeySet();

  Share of(String ownerHash) {
    return shares.getOrDefault(ownerHash, Share.UNKNOWN);
  }

  /** Notes bytes that a committed completion stored. */
  void stored(String ownerHash, long bytes) {
    change(ownerHash, share -> share.stored(bytes));
  }

  /** Notes committed keys, counted later. */
  void inserted(String ownerHash, long keys) {
    change(ownerHash, share -> share.inserted(keys));
  }

  /**
   * Runs one transaction, which takes what it counts; what it notes holds once it has committed.
   */
  <T> T noting(Function<Notes, T> transaction) {
    Notes notes = new Notes();
    try {
      T result = transaction.apply(notes);
      notes.committed();
      return result;
    } catch (NotCommittedException e) {
      if (e.outcome() == Outcome.UNKNOWN) {
        notes.forgotten();
      }
      throw e;
    } finally {
      beingCounted.removeAll(notes.taken.keySet());
    }
  }

  /** The principals of whom something was left for later. */
  List<String> uncounted() {
    return shares.entrySet().stream()
        .filter(share -> share.getValue().hasUncounted())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Forgets shares that can be read again, if they are many. */
  void forgetCounted() {
    if (shares.size() > MOST) {
      shares.values().removeIf(share -> !share.hasUncounted());
    }
  }

  int known() {
    return shares.size();
  }

  private void change(String owner, UnaryOperator<Share> change) {
    shares.compute(owner, (o, share) -> change.apply(share == null ? Share.UNKNOWN : share));
  }

  /** One transaction's changes to what this instance knows. */
  final class Notes {

    private final Map<String, Integer> later = new TreeMap<>();
    private final Map<String, Long> freed = new TreeMap<>();
    private final Map<String, Share> taken = new TreeMap<>();
    private final Map<String, Sums> sums = new TreeMap<>();

    /** A new key, counted later. */
    void inserted(String ownerHash) {
      later.merge(ownerHash, 1, Integer::sum);
    }

    /** Bytes that are replaced; like those that are stored they are counted later. */
    void freed(String ownerHash, long bytes) {
      freed.merge(ownerHash, bytes, Long::sum);
    }

    /** What is not counted yet; nothing while another transaction counts it. */
    Share take(String ownerHash) {
      return beingCounted.add(ownerHash)
          ? taken.computeIfAbsent(ownerHash, Shares.this::of)
          : taken.getOrDefault(ownerHash, Share.UNKNOWN);
    }

    /** The sums with what was taken. */
    void counted(String ownerHash, Sums now) {
      sums.put(ownerHash, now);
    }

    private void committed() {
      later.forEach(Shares.this::inserted);
      freed.forEach((owner, bytes) -> stored(owner, -bytes));
      sums.forEach(
          (owner, now) ->
              change(owner, share -> share.counted(taken.getOrDefault(owner, Share.UNKNOWN), now)));
    }

    /** It may have been counted, and counting it twice would never be put right. */
    private void forgotten() {
      taken.forEach(
          (owner, share) ->
              change(
                  owner,
                  now -> now.inserted(-share.uncountedRows()).stored(-share.uncountedBytes())));
    }
  }
}
