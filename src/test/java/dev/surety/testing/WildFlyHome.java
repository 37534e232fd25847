package dev.surety.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The provisioned WildFly, which stays as the build made it: each server runs on a copy. */
final class WildFlyHome {

  static final int HTTP = 8080;
  static final int MANAGEMENT = 9990;
  static final int[] PORTS = {HTTP, 8009, 8443, MANAGEMENT, 9993, 4712, 4713};

  private WildFlyHome() {}

  static Path path() {
    return Path.of(System.getProperty("wildfly.home"));
  }

  /** Makes the base folder of a server, with the provisioned configuration and nothing else. */
  static Path freshBase(String name) {
    Path base = Path.of(System.getProperty("instances.dir"), name);
    try {
      FileTree.delete(base);
      FileTree.copy(path().resolve("standalone/configuration"), base.resolve("configuration"));
      Files.createDirectories(base.resolve("deployments"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return base;
  }
}
