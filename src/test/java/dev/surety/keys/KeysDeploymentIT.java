package dev.surety.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.surety.keys.shop.LateSigner;
import dev.surety.keys.shop.MoreKeys;
import dev.surety.keys.shop.OwnKeys;
import dev.surety.keys.shop.Signer;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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

/** Where keys are used a key-encryption key must be there, and nowhere else. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class KeysDeploymentIT {

  private static final String KEK = "surety.keys.encryption-key";
  private static final String ONE = "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
  private static final String OTHER = "dnV0c3JxcG9ubWxramloZ2ZlZGNiYTk4NzY1NDMyMTA=";

  @ArquillianResource Deployer deployer;

  @Deployment(name = "first", testable = false)
  static WebArchive first() {
    return TestWar.named("first.war")
        .classes(Signer.class)
        .config(Map.of(KEK, ONE, "surety.application", "same-keys"))
        .build();
  }

  @Deployment(name = "wrong", managed = false, testable = false)
  static WebArchive wrong() {
    return TestWar.named("wrong.war")
        .classes(Signer.class)
        .config(Map.of(KEK, OTHER, "surety.application", "same-keys"))
        .build();
  }

  @Deployment(name = "lost", managed = false, testable = false)
  static WebArchive lost() {
    return TestWar.named("lost.war").config(Map.of("surety.application", "same-keys")).build();
  }

  @Deployment(name = "keyless", managed = false, testable = false)
  static WebArchive keyless() {
    return TestWar.named("keyless.war").classes(LateSigner.class).build();
  }

  @Deployment(name = "unused", managed = false, testable = false)
  static WebArchive unused() {
    return TestWar.named("unused.war").build();
  }

  @Deployment(name = "own", managed = false, testable = false)
  static WebArchive own() {
    return TestWar.named("own.war").classes(Signer.class, OwnKeys.class).build();
  }

  @Deployment(name = "twice", managed = false, testable = false)
  static WebArchive twice() {
    return TestWar.named("twice.war").classes(Signer.class, OwnKeys.class, MoreKeys.class).build();
  }

  @Test
  void wrongOrLostKey_failsTheDeployment(@ArquillianResource @OperateOnDeployment("first") URI base)
      throws Exception {
    assertThat(token(base)).startsWith("k1:");
    assertThat(failure("wrong")).contains("cannot be decrypted", "kek-1");
    assertThat(failure("lost")).contains("no key-encryption key", KEK);
    assertThat(token(base)).startsWith("k1:");
  }

  @Test
  void missingKey_failsTheDeployment_whereKeysCanBeUsed() {
    assertThat(failure("keyless"))
        .contains("no key-encryption key", KEK, "openssl rand -base64 32");
  }

  @Test
  void missingKey_isFine_whereNoKeysAreUsed() {
    assertThat(failure("unused")).isEmpty();
  }

  @Test
  void applicationsOwnKeys_replaceTheConfiguredOnes(
      @ArquillianResource @OperateOnDeployment("first") URI base) throws Exception {
    deployer.deploy("own");
    try {
      assertThat(token(base.resolve("../own/"))).startsWith("k1:");
    } finally {
      deployer.undeploy("own");
    }
  }

  @Test
  void twoBeansOfKeys_failTheDeployment() {
    assertThat(failure("twice")).contains("KeyEncryptionKeys", "more than one bean");
  }

  private String failure(String deployment) {
    Throwable failure = catchThrowable(() -> deployer.deploy(deployment));
    StringBuilder messages = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      messages.append(t.getMessage()).append('\n');
    }
    if (failure == null) {
      deployer.undeploy(deployment);
    }
    return messages.toString();
  }

  private static String token(URI base) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(base.resolve("api/signer")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
