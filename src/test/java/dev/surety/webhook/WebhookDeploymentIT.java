package dev.surety.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.FailedDeployment;
import dev.surety.testing.TestWar;
import dev.surety.webhook.shop.Stranger;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What could only fail with the first webhook fails the deployment. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WebhookDeploymentIT {

  @ArquillianResource Deployer deployer;

  @Deployment(name = "stranger", managed = false, testable = false)
  static WebArchive stranger() {
    return TestWar.named("stranger.war")
        .classes(Stranger.class)
        .config(
            Map.of(
                "surety.webhook.receivers", "partner",
                "surety.webhook.receiver.partner.ring", "webhooks"))
        .build();
  }

  @Deployment(name = "ringless", managed = false, testable = false)
  static WebArchive ringless() {
    return TestWar.named("ringless.war")
        .config(Map.of("surety.webhook.receivers", "partner"))
        .build();
  }

  @Deployment(name = "signerless", managed = false, testable = false)
  static WebArchive signerless() {
    return TestWar.named("signerless.war")
        .config(Map.of("surety.webhook.signatures", "standard,rfc9421"))
        .build();
  }

  @Deployment(name = "unknown-signer", managed = false, testable = false)
  static WebArchive unknownSigner() {
    return TestWar.named("unknown-signer.war")
        .config(Map.of("surety.webhook.signatures", "rfc9421"))
        .config(Map.of("surety.webhook.signer", "nobody"))
        .build();
  }

  @Deployment(name = "keyless-webhooks", managed = false, testable = false)
  static WebArchive keyless() {
    return TestWar.named("keyless-webhooks.war")
        .config(Map.of("surety.webhook.signatures", "standard-ed25519"))
        .build();
  }

  @Test
  void receiverThatIsNotConfigured_failsTheDeployment() {
    assertThat(FailedDeployment.messages(deployer, "stranger"))
        .contains("@NamedReceiver(", "nobody", "surety.webhook.receivers", "[partner]");
  }

  @Test
  void receiverWithoutKeys_failsTheDeployment() {
    assertThat(FailedDeployment.messages(deployer, "ringless"))
        .contains("surety.webhook.receiver.partner.ring");
  }

  @Test
  void rfc9421WithoutAKey_failsTheDeployment() {
    assertThat(FailedDeployment.messages(deployer, "signerless"))
        .contains("rfc9421", "surety.webhook.signer", "surety.signature.signer.key");
  }

  @Test
  void rfc9421ByASignerThatIsNotConfigured_failsTheDeployment() {
    assertThat(FailedDeployment.messages(deployer, "unknown-signer"))
        .contains("rfc9421", "surety.webhook.signer", "'nobody'");
  }

  @Test
  void ed25519WithoutAKey_failsTheDeployment() {
    assertThat(FailedDeployment.messages(deployer, "keyless-webhooks"))
        .contains("standard-ed25519", "surety.webhook.ed25519-keys");
  }
}
