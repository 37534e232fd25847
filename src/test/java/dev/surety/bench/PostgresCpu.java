package dev.surety.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor time of a PostgreSQL server, by Linux's {@code /proc}. */
final class PostgresCpu {

  /** What Linux shows every program, whatever its kernel's clock. */
  private static final double TICKS = 100;

  private PostgresCpu() {}

  /** Seconds of the postmaster, of its processes that run, and of those that have ended. */
  static double seconds(long postmaster) throws IOException {
    List<Long> children =
        ProcessHandle.of(postmaster).stream()
            .flatMap(ProcessHandle::children)
            .map(ProcessHandle::pid)
            .toList();
    double total = ticks(postmaster, 15);
    for (long child : children) {
      total += ticks(child, 13);
    }
    return total / TICKS;
  }

  /** The sum of utime and stime, and as far as asked of cutime and cstime; see proc(5). */
  private static double ticks(long pid, int last) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Stream.of(fields).limit(last).skip(11).mapToLong(Long::parseLong).sum();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
