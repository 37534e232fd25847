package dev.surety.idempotency.process;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many threads that send the same key at the same moment, key after key, to several servers. */
final class Race {

  private final List<URI> addresses;
  private final List<String> keys;
  private final Ledger ledger;
  private final CyclicBarrier start;
  private final int threads;

  Race(Ledger ledger, int threads, int keys, URI... addresses) {
    this.ledger = ledger;
    this.threads = threads;
    this.addresses = List.of(addresses);
    this.keys = IntStream.range(0, keys).mapToObj(i -> Client.newKey()).toList();
    this.start = new CyclicBarrier(threads);
  }

  /** Returns when every thread has sent every key once. */
  void run() throws InterruptedException, ExecutionException {
    ExecutorService racers = Executors.newFixedThreadPool(threads);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      URI address = addresses.get(i % addresses.size());
      ends.add(racers.submit(() -> race(address)));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    racers.shutdown();
  }

  private void race(URI address) {
    for (String key : keys) {
      awaitOthers();
      ledger.add(key, Client.post(address, key));
    }
  }

  private void awaitOthers() {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
