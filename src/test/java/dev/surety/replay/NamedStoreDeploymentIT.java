package dev.surety.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.surety.testing.TestWar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store that is injected and not configured fails the deployment. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NamedStoreDeploymentIT {

  @ArquillianResource Deployer deployer;

  @Deployment(name = "unnamed", managed = false)
  static WebArchive archive() {
    return TestWar.named("unnamed.war")
        .classes(Webhooks.class)
        .config(Map.of("surety.replay.stores", "partners"))
        .build();
  }

  @Test
  void storeThatIsNotConfigured_failsTheDeployment_sayingWhatToAdd() {
    Throwable failure = catchThrowable(() -> deployer.deploy("unnamed"));
    StringBuilder messages = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      messages.append(t.getMessage()).append('\n');
    }
    assertThat(messages).contains("@NamedStore(", "webhooks", "surety.replay.stores", "[partners]");
  }

  /** Wants a store that is not there. */
  @ApplicationScoped
  public static class Webhooks {

    @Inject
    @NamedStore("webhooks")
    ReplayStore nonces;
  }
}
