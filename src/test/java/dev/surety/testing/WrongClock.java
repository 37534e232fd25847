package dev.surety.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A process whose clock is off, where a C compiler makes the library for that.
 *
 * <p>It moves the clock and nothing else: {@code nanoTime} and waits go on as ever. (With
 * libfaketime, which moves them too, a server took six times as long to start.)
 */
public final class WrongClock {

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <stdlib.h>
      #include <sys/syscall.h>
      #include <sys/time.h>
      #include <time.h>
      #include <unistd.h>

      static long offset(void) {
        const char *seconds = getenv("CLOCK_OFFSET");
        return seconds == NULL ? 0 : atol(seconds);
      }

      int clock_gettime(clockid_t clock, struct timespec *time) {
        int result = syscall(SYS_clock_gettime, clock, time);
        if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
          time->tv_sec += offset();
        }
        return result;
      }

      int gettimeofday(struct timeval *time, void *zone) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        time->tv_sec = now.tv_sec;
        time->tv_usec = now.tv_nsec / 1000;
        return 0;
      }

      time_t time(time_t *result) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (result != NULL) {
          *result = now.tv_sec;
        }
        return now.tv_sec;
      }
      """;

  private WrongClock() {}

  /** The environment that moves a process's clock; empty where there is no compiler. */
  public static Optional<Map<String, String>> by(Duration offset) {
    return library()
        .map(
            path -> Map.of("LD_PRELOAD", path.toString(), "CLOCK_OFFSET", "" + offset.toSeconds()));
  }

  private static Optional<Path> library() {
    try {
      Path folder = Files.createTempDirectory("wrong-clock");
      Path source = Files.writeString(folder.resolve("clock.c"), SOURCE);
      Path library = folder.resolve("clock.so");
      Process compiler =
          new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("cc.log").toFile())
              .start();
      return compiler.waitFor() == 0 ? Optional.of(library) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
