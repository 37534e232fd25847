package dev.surety.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.FailedDeployment;
import java.net.URI;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's application with a mistake in it shows the symptom that the README lists. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class TroubleshootingIT {

  private static final String SYMPTOMS =
      String.join("\n", Markdown.read("README.md").section("Troubleshooting").lines());
  private static final String WEB_XML =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <absolute-ordering>%s</absolute-ordering>
      </web-app>
      """;

  @ArquillianResource Deployer deployer;

  @Deployment(name = "unmapped", managed = false, testable = false)
  static WebArchive unmapped() {
    String unit = ReadmeWar.unit().replaceFirst("<mapping-file>.*\n", "");
    return ReadmeWar.build("unmapped.war", war -> war.file(ReadmeWar.PERSISTENCE, unit));
  }

  @Deployment(name = "unproduced", managed = false, testable = false)
  static WebArchive unproduced() {
    WebArchive archive = ReadmeWar.build("unproduced.war");
    archive.delete("WEB-INF/classes/shop/Unit.class");
    archive.delete("WEB-INF/classes/shop/OrderResource.class");
    return archive;
  }

  @Deployment(name = "tableless", managed = false, testable = false)
  static WebArchive tableless() {
    return ReadmeWar.build(
        "tableless.war",
        war -> war.config(Map.of("surety.schema-mode", "verify", "surety.schema", "nothing_here")));
  }

  @Deployment(name = "hidden", managed = false, testable = false)
  static WebArchive hidden() {
    return ReadmeWar.build("hidden.war", war -> war.file("WEB-INF/web.xml", WEB_XML.formatted("")));
  }

  @Deployment(name = "shown", testable = false)
  static WebArchive shown() {
    return ReadmeWar.build(
        "shown.war", war -> war.file("WEB-INF/web.xml", WEB_XML.formatted("<others/>")));
  }

  @Test
  void unlistedMappingFile_failsTheDeployment() {
    assertSymptom("unmapped", "does not list Surety's mapping");
  }

  @Test
  void missingProducer_failsTheDeployment() {
    assertSymptom("unproduced", "there is no entity manager for Surety");
  }

  @Test
  void missingTables_failTheDeployment() {
    assertThat(SYMPTOMS).contains("*the tables of part … are not as expected*");
    assertThat(deploymentFailure("tableless"))
        .contains("the tables of part 'core' are not as expected")
        .contains("nothing_here", "surety_schema", "is missing");
  }

  @Test
  void absoluteOrdering_withOthersWorks_andElseLetsNothingThrough(
      @ArquillianResource @OperateOnDeployment("shown") URI shown) throws Exception {
    assertThat(status(shown)).isEqualTo(201);
    deployer.deploy("hidden");
    try {
      assertThat(status(shown.resolve("../hidden/"))).isEqualTo(503);
    } finally {
      deployer.undeploy("hidden");
    }
  }

  private static int status(URI base) throws Exception {
    return ReadmeWar.send(ReadmeWar.curlLines().get(0), base).statusCode();
  }

  private void assertSymptom(String deployment, String message) {
    assertThat(SYMPTOMS).contains("*" + message + "*");
    assertThat(deploymentFailure(deployment)).contains(message);
  }

  private String deploymentFailure(String deployment) {
    return FailedDeployment.messages(deployer, deployment);
  }
}
