package dev.surety.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Ties the shared test database to the test run.
 *
 * <p>Runs with a server start it here, before Arquillian reads {@code arquillian.xml}, which names
 * its port. Other runs start it with the first test that asks, so plain unit tests never wait.
 */
public final class TestDatabaseSession implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty("arquillian.launch") != null) {
      TestDatabase.shared();
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    TestDatabase.closeShared();
  }
}
