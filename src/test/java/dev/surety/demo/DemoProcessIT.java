package dev.surety.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as its user has it, without the build around it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoProcessIT {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stopDemos() throws InterruptedException {
    for (Process demo : started) {
      demo.destroy();
      demo.waitFor();
    }
  }

  @Test
  void printedLines_showReplayConflictAndCrash_andNothingStaysBehind() throws Exception {
    int port = freePort();
    Path output = output();
    Process demo = demo(port, output);
    await(output, "Ctrl-C stops everything");
    List<HttpRequest> lines = printedRequests(output);

    HttpResponse<String> placed = send(lines.get(0));
    assertThat(placed.statusCode()).isEqualTo(201);
    assertThat(placed.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertIsReplay(send(lines.get(0)), placed.body());
    assertThat(send(lines.get(1)).statusCode()).isEqualTo(422);

    assertThat(send(lines.get(2)).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> send(lines.get(3))).isInstanceOf(IOException.class);
    await(output, "open again");
    HttpResponse<String> retried = send(lines.get(3));
    assertIsReplay(retried, "{\"order\":\"2\",\"item\":\"tea\",\"quantity\":1}");
    assertThat(send(lines.get(4)).body())
        .isEqualTo("[" + retried.body() + "," + placed.body() + "]");
    assertThat(page(port)).contains("<h1>Every order once</h1>");

    assertPortIsNamedAsTaken(port);
    List<ProcessHandle> processes = processes(demo);
    assertThat(processes).hasSizeGreaterThanOrEqualTo(2).allMatch(ProcessHandle::isAlive);
    demo.destroy();
    demo.waitFor();
    for (ProcessHandle process : processes) {
      // its pid file is gone a moment before the database's last process is
      process.onExit().get(5, TimeUnit.SECONDS);
    }
  }

  private void assertPortIsNamedAsTaken(int port) throws IOException, InterruptedException {
    Path output = output();
    assertThat(demo(port, output).waitFor()).isEqualTo(1);
    assertThat(output)
        .content()
        .contains("Port " + port + " is taken")
        .contains("-Ddemo.port=" + (port + 1));
  }

  private static void assertIsReplay(HttpResponse<String> answer, String body) {
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(answer.body()).isEqualTo(body);
  }

  private Process demo(int port, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String property : List.of("wildfly.home", "surety.jar", "surety.libraries")) {
      command.add("-D" + property + "=" + System.getProperty(property));
    }
    command.add("-Ddemo.port=" + port);
    command.add("-Ddemo.dir=" + folder());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    started.add(process);
    return process;
  }

  /** What the demo started, and what outlives its parents by its nature. */
  private static List<ProcessHandle> processes(Process demo) throws IOException {
    String postmaster = Files.readAllLines(folder().resolve("postgresql/postmaster.pid")).get(0);
    return Stream.concat(
            demo.descendants(), ProcessHandle.of(Long.parseLong(postmaster.strip())).stream())
        .toList();
  }

  private static List<HttpRequest> printedRequests(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("curl "))
        .map(CurlLine::request)
        .toList();
  }

  private static void await(Path output, String text) throws InterruptedException {
    while (!read(output).contains(text)) {
      Thread.sleep(100);
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(int port) throws IOException, InterruptedException {
    return send(CurlLine.request("curl http://localhost:" + port + "/shop/")).body();
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static Path folder() {
    return instances().resolve("demo");
  }

  private static Path output() throws IOException {
    return Files.createTempFile(Files.createDirectories(instances()), "demo", ".out");
  }

  private static Path instances() {
    return Path.of(System.getProperty("instances.dir"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
