package dev.surety.demo;

import dev.surety.demo.ShopServer.Ending;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Runs the shop until it is interrupted, and starts it again after each crash.
 *
 * <p>Maven runs this in its own process ({@code ./mvnw -q -Pdemo}): Ctrl-C ends Maven, which ends
 * the servers first. Properties: {@code demo.port}, {@code demo.dir}, {@code wildfly.home}, {@code
 * surety.jar}, {@code surety.libraries}; those of {@link AdcpOptions} add an application for
 * conformance runners.
 */
public final class Demo {

  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private final PrintStream out = System.out;
  private final int port;
  private final Path folder;
  private final Optional<AdcpOptions> adcp;
  private final ShopDatabase database;
  private final ShopServer server;

  private Demo(int port, Path folder, Optional<AdcpOptions> adcp) throws IOException {
    this.port = port;
    this.folder = folder;
    this.adcp = adcp;
    this.server = new ShopServer(path("wildfly.home"), folder, port);
    this.database = new ShopDatabase(folder.resolve("postgresql"));
  }

  /** Ends only by a signal, or with exit status 1 if the shop cannot open. */
  public static void main(String[] args) throws Exception {
    ROOT_LOGGER.setLevel(Level.WARNING);
    int port = Integer.getInteger("demo.port", 8080);
    if (!isFree(port)) {
      System.out.printf(
          "Port %d is taken by another program. Stop that, or choose another port:%n%n"
              + "  ./mvnw -q -Pdemo -Ddemo.port=%d%n%n",
          port, port + 1);
      System.exit(1);
    }
    Demo demo = new Demo(port, path("demo.dir"), adcpOptions());
    Runtime.getRuntime().addShutdownHook(new Thread(demo::stop));
    System.exit(demo.run());
  }

  private static Optional<AdcpOptions> adcpOptions() {
    try {
      return AdcpOptions.read();
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
      System.exit(1);
      throw e;
    }
  }

  private int run() throws IOException, SQLException, InterruptedException {
    out.println("Starting PostgreSQL and WildFly ...");
    int databasePort = database.start();
    DemoWars wars = new DemoWars(libraries());
    server.deploy(
        wars.shop(PartnerKeyFile.generate(path("surety.jar"), folder), port), "shop/api/orders");
    adcp.ifPresent(
        options -> server.deploy(wars.adcp(options), options.path() + "get_adcp_capabilities"));
    Ending ending = serve(databasePort, greeting());
    while (ending == Ending.CRASHED) {
      out.println(
          "\nThe server crashed: the order is committed, its answer lost. Starting again ...");
      ending = serve(databasePort, "The shop is open again. Send that order again, same key.");
    }
    if (ending == Ending.FAILED) {
      out.printf(
          "%s%n%nThe shop did not open, or ended. This is the end of its log.%n",
          server.endOfLog());
    }
    return ending == Ending.FAILED ? 1 : 0;
  }

  private String greeting() {
    String welcome = Welcome.text(server.uri("shop/"));
    return adcp.map(options -> options.greeting(server.uri(options.path())) + "\n").orElse("")
        + welcome;
  }

  private Ending serve(int databasePort, String greeting) throws IOException, InterruptedException {
    server.start(databasePort);
    if (server.awaitOpen()) {
      out.println(greeting);
    } else if (server.isAlive()) {
      return Ending.FAILED;
    }
    return server.awaitEnd();
  }

  private void stop() {
    out.println("Stopping ...");
    server.stop();
    database.stop();
  }

  private static List<File> libraries() throws IOException {
    try (Stream<Path> files = Files.list(path("surety.libraries"))) {
      return Stream.concat(Stream.of(path("surety.jar")), files).map(Path::toFile).toList();
    }
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // a port that an earlier demo used a moment ago is free
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
