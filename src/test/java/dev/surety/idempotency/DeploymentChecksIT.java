package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Misused;
import dev.surety.idempotency.shop.MisusedEjb;
import dev.surety.idempotency.shop.Singletons;
import dev.surety.idempotency.shop.Undiscovered;
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

/** Where the promise cannot be kept the deployment fails, saying where, why, and what to do. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DeploymentChecksIT {

  private static final String NOT_DISCOVERED =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0"
          bean-discovery-mode="annotated">
        <scan><exclude name="dev.surety.idempotency.shop.Undiscovered"/></scan>
      </beans>
      """;

  @ArquillianResource Deployer deployer;

  @Deployment(name = "misused", managed = false, testable = false)
  static WebArchive misused() {
    return TestWar.named("misused.war").classes(Misused.class, MisusedEjb.class).build();
  }

  @Deployment(name = "undiscovered", managed = false, testable = false)
  static WebArchive undiscovered() {
    return TestWar.named("undiscovered.war")
        .classes(Undiscovered.class)
        .file("WEB-INF/beans.xml", NOT_DISCOVERED)
        .build();
  }

  @Deployment(name = "singletons", managed = false, testable = false)
  static WebArchive singletons() {
    return TestWar.named("singletons.war").classes(Singletons.class).build();
  }

  @Deployment(name = "headers", managed = false, testable = false)
  static WebArchive headers() {
    return TestWar.named("headers.war")
        .config(Map.of("surety.idempotency.stored-headers", "Set-Cookie"))
        .build();
  }

  @Test
  void misusedMethods_failTheDeployment() {
    assertThat(deploymentFailure("misused"))
        .contains("#requiresNew cannot be exactly once: its @Transactional is REQUIRES_NEW")
        .contains("#notSupported cannot be exactly once: its @Transactional is NOT_SUPPORTED")
        .contains("#never cannot be exactly once: its @Transactional is NEVER")
        .contains("#dontRollbackOn cannot be exactly once: its @Transactional has dontRollbackOn")
        .contains("#stage answers asynchronously")
        .contains("#suspended answers asynchronously")
        .contains("#events sends events")
        .contains("#answeredElsewhere is @Asynchronous", "#stagedElsewhere is @Asynchronous")
        .contains("declare @Idempotent(transactional = false), which promises at least once")
        .contains("#reads only reads")
        .contains("#keyed has a key")
        .contains("#unreadableTime", "#shortTime", "#longTime", "expected is PT1H to PT744H")
        .contains("#badPointer", "'no-slash' is not a JSON Pointer")
        .contains("#excludedFromRaw")
        .contains("#locator is reached through a sub-resource locator")
        .contains("SubResource#viaLocator is reached through a sub-resource locator")
        .contains("#withoutKey is no JAX-RS method and has no key")
        .contains("#unknownParameter has a key that does not fit it")
        .contains("#withTime has attributes that hold for requests only")
        .contains("#hidden is final, static or private", "#shared is final, static or private")
        .contains("#later returns before its work is done")
        .contains("ReplayAuthorizer has more than one bean")
        .contains("#elsewhere cannot be exactly once");
  }

  @Test
  void classThatCdiDidNotDiscover_failsTheDeployment() {
    assertThat(deploymentFailure("undiscovered"))
        .contains("Undiscovered is no CDI bean", "give it a scope such as @RequestScoped");
  }

  @Test
  void singletonInstance_failsTheDeployment() {
    assertThat(deploymentFailure("singletons"))
        .contains("Singletons$Single is registered as an instance", "getClasses()");
  }

  @Test
  void headerThatIsNeverStored_failsTheDeployment() {
    assertThat(deploymentFailure("headers")).contains("Set-Cookie");
  }

  private String deploymentFailure(String name) {
    return FailedDeployment.messages(deployer, name);
  }
}
