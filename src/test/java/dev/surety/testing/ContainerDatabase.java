package dev.surety.testing;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A PostgreSQL in a container, from the image named by {@code -Ddb.image}. */
final class ContainerDatabase implements DatabaseEngine {

  private final PostgreSQLContainer container;

  ContainerDatabase(boolean durable) {
    DockerImageName image =
        DockerImageName.parse(System.getProperty("db.image", "postgres:18"))
            .asCompatibleSubstituteFor("postgres");
    container =
        new PostgreSQLContainer(image)
            .withDatabaseName("postgres")
            .withUsername("postgres")
            .withPassword("postgres");
    container.setCommand(
        "postgres", "-c", "fsync=" + (durable ? "on" : "off"), "-c", "max_connections=200");
    container.start();
  }

  static boolean engineRuns() {
    // to find none is an answer here, not an error worth a stack of lines
    Logger.getLogger(DockerClientProviderStrategy.class.getName()).setLevel(Level.OFF);
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @Override
  public Address address() {
    return new Address(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getDatabaseName(),
        container.getUsername(),
        container.getPassword());
  }

  @Override
  public void stop() {
    throw new UnsupportedOperationException("a stopped container changes its port");
  }

  @Override
  public void restart() {
    throw new UnsupportedOperationException("a restarted container changes its port");
  }

  @Override
  public void freeze() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void thaw() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public long postmasterPid() {
    throw new UnsupportedOperationException("the postmaster runs inside a container");
  }

  @Override
  public void close() {
    container.stop();
  }
}
