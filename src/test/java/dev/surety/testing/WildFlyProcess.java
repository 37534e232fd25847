package dev.surety.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wildfly.core.launcher.Launcher;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * A WildFly of a test's own, to be killed, frozen and run beside others.
 *
 * <p>It works on its own copy of the provisioned server's state, on free ports, with the shared
 * test database as default data source, or another one; there its connections bear the server's
 * name. The process is the server's JVM itself, without a launching script, so that a signal hits
 * what it is meant for. State survives {@link #restart}.
 */
public final class WildFlyProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(240);
  private static final HttpClient HTTP_CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final String name;
  private final TestWar war;
  private final List<String> javaOptions;
  private final Map<String, String> environment;
  private final TestDatabase database;
  private final Path base;
  private final int offset = FreePorts.offset(WildFlyHome.PORTS);
  private @Nullable Process process;

  private WildFlyProcess(
      String name,
      TestWar war,
      TestDatabase database,
      List<String> javaOptions,
      Map<String, String> environment) {
    this.name = name;
    this.database = database;
    this.war = war;
    this.javaOptions = javaOptions;
    this.environment = environment;
    this.base = WildFlyHome.freshBase(name);
    war.writeTo(base.resolve("deployments"));
  }

  /** Starts a server with one application and returns once that answers. */
  public static WildFlyProcess start(String name, TestWar war, String... javaOptions) {
    WildFlyProcess server = launch(name, war, javaOptions);
    server.awaitUp();
    return server;
  }

  /** Starts a server whose process has more in its environment, such as a {@link WrongClock}. */
  public static WildFlyProcess start(String name, TestWar war, Map<String, String> environment) {
    WildFlyProcess server =
        launch(new WildFlyProcess(name, war, TestDatabase.shared(), List.of(), environment));
    server.awaitUp();
    return server;
  }

  /**
   * Starts a server without waiting, so that several can boot at once.
   *
   * @param javaOptions override the defaults, which halve the time to boot at the price of peak
   *     speed: {@code -XX:TieredStopAtLevel=4} for measurements
   */
  public static WildFlyProcess launch(String name, TestWar war, String... javaOptions) {
    return launch(name, war, TestDatabase.shared(), javaOptions);
  }

  /** Starts a server on another database without waiting. */
  public static WildFlyProcess launch(
      String name, TestWar war, TestDatabase database, String... javaOptions) {
    return launch(new WildFlyProcess(name, war, database, List.of(javaOptions), Map.of()));
  }

  private static WildFlyProcess launch(WildFlyProcess server) {
    Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
    server.boot();
    return server;
  }

  /** Returns once the application answers; fails with the end of the log if it does not. */
  public void awaitUp() {
    HttpRequest request =
        HttpRequest.newBuilder(uri(TestWar.UP)).timeout(Duration.ofSeconds(2)).build();
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      boolean deployed = Files.exists(marker());
      int status = status(request);
      if (status == 200) {
        return;
      }
      boolean refused = deployed && status == 404;
      if (refused || !isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException(name + " did not start:\n" + endOfLog());
      }
      pause();
    }
  }

  /** An address inside the application. */
  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:%d/%s/%s".formatted(WildFlyHome.HTTP + offset, war.context(), path));
  }

  public long pid() {
    return handle().pid();
  }

  public boolean isAlive() {
    return handle().isAlive();
  }

  /** Ends the server as a power cut would; returns once it is gone. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Stops the server where it stands: its connections stay open and silent. */
  public void stop() {
    Signals.stop(handle());
  }

  /** Lets a stopped server go on. */
  public void cont() {
    Signals.proceed(handle());
  }

  /** Kills the server and starts it again on the same state and ports. */
  public void restart() {
    kill();
    boot();
    awaitUp();
  }

  /** Shuts the server down in order, and kills it if that takes longer than 15 s. */
  @Override
  public void close() {
    try {
      if (process != null) {
        Signals.proceed(handle());
        process.destroy();
        process.waitFor(15, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }

  /** The end of the server's log. */
  public String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(base.resolve("log/server.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void boot() {
    StandaloneCommandBuilder command =
        StandaloneCommandBuilder.of(WildFlyHome.path())
            .setJavaHome(Path.of(System.getProperty("server.java.home")))
            .setBaseDirectory(base)
            .addJavaOptions("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .addJavaOptions(javaOptions)
            .addServerArgument("-Djboss.socket.binding.port-offset=" + offset)
            .addServerArgument("-Djboss.tx.node.id=" + name)
            .addServerArgument("-Djboss.node.name=" + name);
    Map<String, String> properties = new TreeMap<>(database.properties());
    properties.merge("pg.database", "?ApplicationName=" + name, String::concat);
    properties.forEach((key, value) -> command.addServerArgument("-D" + key + "=" + value));
    Launcher launcher = Launcher.of(command);
    environment.forEach(launcher::addEnvironmentVariable);
    try {
      Files.deleteIfExists(marker());
      process =
          launcher
              .setRedirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
              .launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessHandle handle() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process.toHandle();
  }

  /** Written by the server after it deployed the archive, even where that failed. */
  private Path marker() {
    return base.resolve("deployments/" + war.context() + ".war.deployed");
  }

  private Path console() {
    return base.resolve("console.log");
  }

  /** The status of the answer, 0 where there is none. */
  private static int status(HttpRequest request) {
    try {
      return HTTP_CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
