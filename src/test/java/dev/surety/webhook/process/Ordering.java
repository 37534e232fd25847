package dev.surety.webhook.process;

import dev.surety.webhook.process.HookDesk.Fate;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Places orders at an instance, many at once. */
final class Ordering {

  private static final int CLIENTS = 8;

  private Ordering() {}

  /** Orders each number once without a sequence; fails unless all are committed. */
  static void order(Instance at, URI url, long first, int many) {
    orderAll(LongStream.range(first, first + many).boxed().toList(), at, List.of(url));
  }

  /** Spreads orders over the urls. */
  static void orderAll(List<Long> numbers, Instance at, List<URI> urls) {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (long number : numbers) {
        URI url = urls.get((int) (number % urls.size()));
        answers.add(clients.submit(() -> at.order(number, "", url, Fate.COMMIT)));
      }
      for (Future<Integer> answer : answers) {
        expect(answer.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      clients.shutdownNow();
    }
  }

  /** Orders one after the other, of one sequence. */
  static void orderInSequence(Instance at, URI url, long first, int many, String key) {
    for (long number = first; number < first + many; number++) {
      expect(at.order(number, key, url, Fate.COMMIT));
    }
  }

  private static void expect(int status) {
    if (status != 200) {
      throw new IllegalStateException("an order was answered " + status);
    }
  }
}
