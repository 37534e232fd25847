package dev.surety.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL unpacked from Maven artifacts and run as a child of this user. */
final class EmbeddedDatabase implements DatabaseEngine {

  private final EmbeddedPostgres postgres;
  private final Path dataDirectory;
  private final Path pgCtl;
  private final List<ProcessHandle> frozen = new ArrayList<>();

  EmbeddedDatabase(boolean durable) {
    try {
      dataDirectory = Files.createTempDirectory("surety-pg");
      postgres = builder(durable).setDataDirectory(dataDirectory).start();
    } catch (IOException e) {
      throw new UncheckedIOException("embedded PostgreSQL did not start", e);
    }
    pgCtl = besidePostmaster();
  }

  private static EmbeddedPostgres.Builder builder(boolean durable) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            // the embedded server's default is off, and a restart then loses what was committed
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200");
    return durable
        ? builder
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            // the defaults suit no server that takes thousands of transactions a second
            .setServerConfig("shared_buffers", "1GB")
            .setServerConfig("max_wal_size", "8GB")
        : builder.setServerConfig("fsync", "off").setServerConfig("full_page_writes", "off");
  }

  @Override
  public Address address() {
    return new Address("127.0.0.1", postgres.getPort(), "postgres", "postgres", "postgres");
  }

  @Override
  public void stop() {
    thaw();
    pgCtl("stop");
  }

  @Override
  public void restart() {
    thaw();
    pgCtl("restart");
  }

  @Override
  public void freeze() {
    ProcessHandle postmaster = postmaster();
    // first, so that it cannot start another backend meanwhile
    Signals.stop(postmaster);
    List<ProcessHandle> backends = postmaster.children().toList();
    backends.forEach(Signals::stop);
    frozen.add(postmaster);
    frozen.addAll(backends);
  }

  @Override
  public void thaw() {
    frozen.forEach(Signals::proceed);
    frozen.clear();
  }

  @Override
  public long postmasterPid() {
    try (Stream<String> lines = Files.lines(dataDirectory.resolve("postmaster.pid"))) {
      return Long.parseLong(lines.findFirst().orElseThrow().trim());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL is not running", e);
    }
  }

  @Override
  public void close() {
    try {
      thaw();
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pgCtl(String what) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // pg_ctl refuses to run as root; a user namespace is how the embedded server was started too
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(pgCtl.toString(), "-D", dataDirectory.toString(), "-w"));
    command.addAll(List.of("-l", dataDirectory.resolve("restart.log").toString()));
    command.addAll(List.of("-m", "immediate", what));
    Signals.run(command);
  }

  private ProcessHandle postmaster() {
    return ProcessHandle.of(postmasterPid()).orElseThrow();
  }

  private Path besidePostmaster() {
    return Path.of(postmaster().info().command().orElseThrow()).resolveSibling("pg_ctl");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
