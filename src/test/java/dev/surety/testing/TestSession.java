package dev.surety.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Ties the shared test database and the server under test to the test run.
 *
 * <p>Runs with a server start the database here and choose ports, before Arquillian reads {@code
 * arquillian.xml}, which names both. Other runs start it with the first test that asks, so plain
 * unit tests never wait.
 */
public final class TestSession implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String server = System.getProperty("arquillian.launch", "");
    switch (server) {
      case "" -> {}
      case "wildfly" -> prepareWildFly();
      case "payara" -> preparePayara();
      default -> throw new IllegalArgumentException("no server is called " + server);
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    TestDatabase.closeShared();
  }

  /** The port on which the server under test serves HTTP, for what is configured with it. */
  public static int httpPort() {
    return Integer.getInteger("tests.http-port");
  }

  private static void prepareWildFly() {
    TestDatabase.shared();
    int offset = FreePorts.offset(WildFlyHome.PORTS);
    System.setProperty("wildfly.base", WildFlyHome.freshBase("arquillian").toString());
    System.setProperty("wildfly.offset", Integer.toString(offset));
    System.setProperty("wildfly.port", Integer.toString(WildFlyHome.MANAGEMENT + offset));
    System.setProperty("tests.http-port", Integer.toString(WildFlyHome.HTTP + offset));
  }

  private static void preparePayara() {
    try {
      PayaraDomain domain = new PayaraDomain(Path.of(System.getProperty("payara.home")));
      int offset = domain.configure(TestDatabase.shared());
      System.setProperty("payara.port", Integer.toString(PayaraDomain.ADMIN + offset));
      System.setProperty("tests.http-port", Integer.toString(PayaraDomain.HTTP + offset));
    } catch (IOException e) {
      throw new UncheckedIOException("Payara was not configured", e);
    }
  }
}
