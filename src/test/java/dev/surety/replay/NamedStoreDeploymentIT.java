package dev.surety.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.FailedDeployment;
import dev.surety.testing.TestWar;
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

  @Deployment(name = "unnamed", managed = false, testable = false)
  static WebArchive archive() {
    return TestWar.named("unnamed.war")
        .classes(AbsentStore.class)
        .config(Map.of("surety.replay.stores", "partners"))
        .build();
  }

  @Test
  void storeThatIsNotConfigured_failsTheDeployment_sayingWhatToAdd() {
    String messages = FailedDeployment.messages(deployer, "unnamed");
    assertThat(messages).contains("@NamedStore(", "webhooks", "surety.replay.stores", "[partners]");
  }
}
