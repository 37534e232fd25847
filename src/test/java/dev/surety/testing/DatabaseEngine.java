package dev.surety.testing;

/**
 * One way of running a PostgreSQL for tests.
 *
 * <p>An engine owns what it started and nothing else: closing it removes the process or container
 * and its data.
 */
interface DatabaseEngine extends AutoCloseable {

  /** Where the server answers; the port stays the same over {@link #restart()}. */
  Address address();

  /** Shuts the server down as a crash would, without a checkpoint; connections are refused. */
  void stop();

  /** Starts the server on its data, after a crash if it runs. */
  void restart();

  /** Stops every process of the server where it stands; connections stay open and silent. */
  void freeze();

  /** Lets a frozen server go on. */
  void thaw();

  /** The process id of the postmaster, where this machine can signal it. */
  long postmasterPid();

  @Override
  void close();

  /** Everything a client needs to connect. */
  record Address(String host, int port, String database, String user, String password) {

    String jdbcUrl() {
      return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }
  }
}
