package dev.surety.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo as a process of its own, without the build around it. */
final class DemoProcess implements AutoCloseable {

  private final Process process;
  private final Path folder;
  private final Path output;

  private DemoProcess(Process process, Path folder, Path output) {
    this.process = process;
    this.folder = folder;
    this.output = output;
  }

  /**
   * @param name names the folder of everything that the demo writes
   * @param options system properties
   */
  static DemoProcess start(String name, int port, Map<String, String> options) throws IOException {
    Path instances = Path.of(System.getProperty("instances.dir"));
    Path output = Files.createTempFile(Files.createDirectories(instances), name, ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String property : List.of("wildfly.home", "surety.jar", "surety.libraries")) {
      command.add("-D" + property + "=" + System.getProperty(property));
    }
    command.add("-Ddemo.port=" + port);
    command.add("-Ddemo.dir=" + instances.resolve(name));
    options.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new DemoProcess(process, instances.resolve(name), output);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Returns once the demo has printed a text; fails if it ends instead. */
  void await(String text) throws InterruptedException {
    while (!printed().contains(text)) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the demo ended:\n" + printed());
      }
      Thread.sleep(100);
    }
  }

  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** What the demo started, and what outlives its parents by its nature. */
  List<ProcessHandle> descendants() throws IOException {
    String postmaster = Files.readAllLines(folder.resolve("postgresql/postmaster.pid")).get(0);
    return Stream.concat(
            process.descendants(), ProcessHandle.of(Long.parseLong(postmaster.strip())).stream())
        .toList();
  }

  /** Ends the demo as Ctrl-C does. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
