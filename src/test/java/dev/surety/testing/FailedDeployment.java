package dev.surety.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jboss.arquillian.container.test.api.Deployer;

/** What a server says of an archive that it must not deploy. */
public final class FailedDeployment {

  private FailedDeployment() {}

  /** The messages of everything that was thrown, one a line. */
  public static String messages(Deployer deployer, String name) {
    Throwable failure = catchThrowable(() -> deployer.deploy(name));
    assertThat(failure).as("the failure of deployment " + name).isNotNull();
    StringBuilder messages = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      messages.append(t.getMessage()).append('\n');
    }
    return messages.toString();
  }
}
