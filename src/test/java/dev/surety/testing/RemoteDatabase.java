package dev.surety.testing;

import java.net.URI;

/** A PostgreSQL that somebody else runs, named by {@code -Ddb.url}, {@code db.user} and so on. */
final class RemoteDatabase implements DatabaseEngine {

  private final Address address;

  RemoteDatabase() {
    String url = System.getProperty("db.url", "");
    if (!url.startsWith("jdbc:postgresql://")) {
      throw new IllegalArgumentException(
          "-Ddb=url needs -Ddb.url=jdbc:postgresql://host:port/database, but db.url is '%s'"
              .formatted(url));
    }
    URI uri = URI.create(url.substring("jdbc:".length()));
    address =
        new Address(
            uri.getHost(),
            uri.getPort() < 0 ? 5432 : uri.getPort(),
            uri.getPath().substring(1),
            System.getProperty("db.user", "postgres"),
            System.getProperty("db.password", ""));
  }

  RemoteDatabase(Address address) {
    this.address = address;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void stop() {
    throw notOurs();
  }

  @Override
  public void restart() {
    throw notOurs();
  }

  @Override
  public void freeze() {
    throw notOurs();
  }

  @Override
  public void thaw() {
    throw notOurs();
  }

  @Override
  public long postmasterPid() {
    throw notOurs();
  }

  @Override
  public void close() {}

  private static UnsupportedOperationException notOurs() {
    return new UnsupportedOperationException("tests do not touch the process behind -Ddb.url");
  }
}
