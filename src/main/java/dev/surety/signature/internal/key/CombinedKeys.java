package dev.surety.signature.internal.key;

import dev.surety.core.LimitedLog;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Several publishers' keys behind one resolver, in order of trust.
 *
 * <p>A key carries the issuer and owner of the publisher it came from, so an id that two publishers
 * use never lends one the other's name: the earlier publisher's key counts, and the log says so. A
 * later publisher can thus neither pass for an earlier one nor lock it out. What is held is asked
 * first; a set that has run out is fetched again for the ids that it had.
 *
 * <p>An unknown id is sought in all sets at once. A caller waits for that within one bound,
 * whatever their number, and only so many callers do: one more is answered from what is held.
 */
public final class CombinedKeys implements KeyResolver {

  /** A fetch's own bound, and a second to spare. */
  private static final Duration PATIENCE = RemoteKeys.PATIENCE.plusSeconds(1);

  private static final int MOST_WAITING = 64;

  private final List<HeldKeys> publishers;
  private final Duration patience;
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final LimitedLog ties =
      new LimitedLog(
          System.getLogger(CombinedKeys.class.getName()),
          Level.WARNING,
          "two publishers use one key id, the first one's key counts");

  public CombinedKeys(List<HeldKeys> publishers) {
    this(publishers, PATIENCE);
  }

  CombinedKeys(List<HeldKeys> publishers, Duration patience) {
    this.publishers = List.copyOf(publishers);
    this.patience = patience;
  }

  @Override
  public Resolution resolve(String keyId, HttpMessage message) {
    long end = System.nanoTime() + patience.toNanos();
    List<Resolution> answers = new ArrayList<>(publishers.size());
    boolean away = false;
    for (HeldKeys publisher : publishers) {
      // all read one database, and whoever has waited for it once need not again
      Resolution answer = away && publisher.reads() ? new Unavailable() : publisher.answer(keyId);
      away |= publisher.reads() && answer instanceof Unavailable;
      if (!(answer instanceof Found) && publisher.knew(keyId)) {
        await(publisher.seek(keyId), end);
        answer = publisher.answer(keyId);
      }
      if (answer instanceof Found found) {
        logTies(publisher, found.key());
        return found;
      }
      answers.add(answer);
    }
    return search(keyId, answers, end);
  }

  private void logTies(HeldKeys publisher, VerificationKey key) {
    List<String> issuers =
        publishers.stream()
            .filter(other -> other != publisher)
            .flatMap(other -> other.held(key.keyId()).stream())
            .map(VerificationKey::issuer)
            .toList();
    if (!issuers.isEmpty()) {
      ties.logAbout(issuers);
    }
  }

  /** What went wrong anywhere is told before {@link Unknown}: the key may be there. */
  private Resolution search(String keyId, List<Resolution> answers, long end) {
    List<CompletableFuture<Void>> searches =
        publishers.stream().map(publisher -> publisher.seek(keyId)).toList();
    Resolution outcome = new Unknown();
    for (int i = 0; i < searches.size(); i++) {
      Resolution answer = answers.get(i);
      if (publishers.get(i).canSeek()) {
        await(searches.get(i), end);
        answer = publishers.get(i).answer(keyId);
      }
      if (answer instanceof Found) {
        return answer;
      }
      if (outcome instanceof Unknown) {
        outcome = answer;
      }
    }
    return outcome;
  }

  private void await(CompletableFuture<Void> search, long end) {
    if (search.isDone() || !places.tryAcquire()) {
      return;
    }
    try {
      FetchingThreads.await(search, Duration.ofNanos(end - System.nanoTime()));
    } finally {
      places.release();
    }
  }
}
