package dev.surety.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A PgBouncer in transaction mode before another database, so that each transaction may meet
 * another of its sessions.
 */
final class PooledDatabase implements DatabaseEngine {

  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SETTINGS =
      """
      [databases]
      * = host=127.0.0.1 port=%d
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = trust
      auth_file = %s
      auth_user = %s
      pool_mode = transaction
      default_pool_size = 30
      max_client_conn = 500
      ignore_startup_parameters = extra_float_digits
      """;

  private final DatabaseEngine behind;
  private final Path folder;
  private final int port;
  private final Process process;

  PooledDatabase(DatabaseEngine behind) {
    this.behind = behind;
    this.port = freePort();
    Address to = behind.address();
    try {
      this.folder = Files.createTempDirectory("surety-pgbouncer");
      Path users = folder.resolve("users.txt");
      Files.writeString(users, "\"%s\" \"%s\"\n".formatted(to.user(), to.password()));
      Path settings = folder.resolve("pgbouncer.ini");
      Files.writeString(settings, SETTINGS.formatted(to.port(), port, users, to.user()));
      this.process = start(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("PgBouncer did not start", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitAnswer();
  }

  /** Whether this machine has it. */
  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  @Override
  public Address address() {
    Address to = behind.address();
    return new Address("127.0.0.1", port, to.database(), to.user(), to.password());
  }

  @Override
  public void stop() {
    behind.stop();
  }

  @Override
  public void restart() {
    behind.restart();
  }

  @Override
  public void freeze() {
    behind.freeze();
  }

  @Override
  public void thaw() {
    behind.thaw();
  }

  @Override
  public long postmasterPid() {
    return behind.postmasterPid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    behind.close();
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path settings) throws IOException {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      // it refuses to run as root
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(PROGRAM.toString(), settings.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("pgbouncer.log").toFile())
        .start();
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        new Socket("127.0.0.1", port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          throw new UncheckedIOException("PgBouncer does not answer, see " + folder, e);
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
