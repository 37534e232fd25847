package dev.surety.demo;

import dev.surety.demo.shop.CrashButton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.wildfly.core.launcher.Launcher;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * The WildFly that the demo runs in, on a copy of the provisioned configuration.
 *
 * <p>The process is the server's JVM itself, without a script in between that it could outlive. No
 * server is started after {@link #stop()}, from whichever thread that came.
 */
final class ShopServer {

  /** How a process ended. */
  enum Ending {
    /** By the crash button. */
    CRASHED,
    /** By a signal, as Ctrl-C sends it to every process of the demo. */
    INTERRUPTED,
    FAILED
  }

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Set<Integer> SIGNALS = Set.of(128 + 2, 128 + 15);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final Map<String, URI> probes = new LinkedHashMap<>();
  private final Path home;
  private final Path base;
  private final int port;
  private @Nullable Process process;
  private boolean stopped;

  /**
   * @param home the provisioned server, which stays as it is
   * @param base a folder for everything that this server writes; made anew
   */
  ShopServer(Path home, Path base, int port) throws IOException {
    this.home = home;
    this.base = base;
    this.port = port;
    FileUtils.deleteDirectory(base.toFile());
    FileUtils.copyDirectory(
        home.resolve("standalone/configuration").toFile(), base.resolve("configuration").toFile());
    Files.createDirectories(base.resolve("deployments"));
  }

  /**
   * Adds an application, before the start.
   *
   * @param probe answers 200 once the application is open
   */
  void deploy(WebArchive archive, String probe) {
    Path file = base.resolve("deployments").resolve(archive.getName());
    archive.as(ZipExporter.class).exportTo(file.toFile(), true);
    probes.put(archive.getName(), uri(probe));
  }

  /** Starts a process, unless the demo is over. */
  synchronized void start(int databasePort) throws IOException {
    if (stopped) {
      return;
    }
    StandaloneCommandBuilder command =
        StandaloneCommandBuilder.of(home)
            .setBaseDirectory(base)
            .addJavaOptions("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .addServerArgument("-Djboss.http.port=" + port)
            // nobody calls these: any free port will do
            .addServerArgument("-Djboss.https.port=0")
            .addServerArgument("-Djboss.management.http.port=0")
            .addServerArgument("-Djboss.management.https.port=0")
            .addServerArgument("-Dpg.port=" + databasePort);
    process =
        Launcher.of(command)
            .setRedirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log("console.log").toFile()))
            .launch();
  }

  /** Whether all is open; otherwise the process ended, a deployment failed, or it hangs. */
  boolean awaitOpen() throws InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (isAlive() && probes.keySet().stream().noneMatch(this::failed)) {
      if (areOpen()) {
        return true;
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(100);
    }
    return false;
  }

  private boolean failed(String archive) {
    return Files.exists(base.resolve("deployments").resolve(archive + ".failed"));
  }

  private boolean areOpen() throws InterruptedException {
    try {
      for (URI probe : probes.values()) {
        HttpRequest request = HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
        if (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Ending awaitEnd() throws InterruptedException {
    Process running = running();
    int status = running == null ? 128 + 15 : running.waitFor();
    if (SIGNALS.contains(status)) {
      return Ending.INTERRUPTED;
    }
    return status == CrashButton.EXIT_STATUS ? Ending.CRASHED : Ending.FAILED;
  }

  /** Shuts down in order what runs, and kills it if that takes too long. */
  synchronized void stop() {
    stopped = true;
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      running.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.destroyForcibly().onExit().join();
    }
  }

  /** An address of this server's. */
  URI uri(String path) {
    return URI.create("http://localhost:" + port + "/" + path);
  }

  /** The end of what the server logged. */
  String endOfLog() throws IOException {
    Path log = log("server.log");
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  Path log(String name) throws IOException {
    return Files.createDirectories(base.resolve("log")).resolve(name);
  }

  boolean isAlive() {
    Process running = running();
    return running != null && running.isAlive();
  }

  private synchronized @Nullable Process running() {
    return process;
  }
}
