package dev.surety.bench;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Callers that each do one thing after another, for a time or a count. */
final class ClosedLoop {

  private static final int MOST_SAMPLES = 1 << 20;

  private ClosedLoop() {}

  /** One operation. */
  interface Operation {
    void run() throws SQLException;
  }

  /**
   * What was measured.
   *
   * @param p99Micros time of the operation that only one in a hundred exceeds
   */
  record Result(double perSecond, double p99Micros) {

    @Override
    public String toString() {
      return perSecond + " " + p99Micros;
    }

    static Result of(String text) {
      String[] parts = text.split(" ");
      return new Result(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    }
  }

  static Result run(
      ThreadFactory threads, Operation operation, int callers, long millis, long operations)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(callers, threads);
    long start = System.nanoTime();
    long end = start + millis * 1_000_000;
    AtomicLong left = new AtomicLong(operations == 0 ? Long.MAX_VALUE : operations);
    List<Future<long[]>> running =
        pool.invokeAll(
            IntStream.range(0, callers)
                .<Callable<long[]>>mapToObj(i -> () -> calls(operation, end, left, callers))
                .toList());
    double seconds = (System.nanoTime() - start) / 1e9;
    LongStream all = LongStream.empty();
    long done = 0;
    for (Future<long[]> caller : running) {
      done += caller.get()[0];
      all = LongStream.concat(all, Arrays.stream(caller.get()).skip(1));
    }
    pool.shutdown();
    long[] sorted = all.sorted().toArray();
    return new Result(done / seconds, sorted[(int) (sorted.length * 0.99)] / 1e3);
  }

  /** How many calls were made, then how long each of the first ones took. */
  private static long[] calls(Operation operation, long end, AtomicLong left, int callers)
      throws SQLException {
    long[] nanos = new long[1 + MOST_SAMPLES / callers];
    long done = 0;
    long before = System.nanoTime();
    while (before - end < 0 && left.getAndDecrement() > 0) {
      operation.run();
      long after = System.nanoTime();
      done++;
      if (done < nanos.length) {
        nanos[(int) done] = after - before;
      }
      before = after;
    }
    nanos[0] = done;
    return Arrays.copyOf(nanos, (int) Math.min(nanos.length, done + 1));
  }
}
