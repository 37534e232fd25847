package dev.surety.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** POSIX signals and short commands for the processes that tests start. */
final class Signals {

  private Signals() {}

  static void stop(ProcessHandle process) {
    send("STOP", process);
  }

  static void proceed(ProcessHandle process) {
    send("CONT", process);
  }

  private static void send(String signal, ProcessHandle process) {
    try {
      run(List.of("kill", "-" + signal, Long.toString(process.pid())));
    } catch (IllegalStateException e) {
      // a process that ended by itself meanwhile is as quiet as one that was stopped
      if (process.isAlive()) {
        throw e;
      }
    }
  }

  /** Runs a command to its end and fails with its output unless it ended with 0 within 60 s. */
  static void run(List<String> command) {
    Path output = null;
    try {
      // a file, because a daemon that the command leaves behind would hold a pipe open
      output = Files.createTempFile("surety-command", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("failed: " + command + "\n" + Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    } finally {
      delete(output);
    }
  }

  private static void delete(@Nullable Path output) {
    if (output != null) {
      output.toFile().delete();
    }
  }
}
