package dev.surety.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.partner.HeaderGate;
import dev.surety.signature.partner.MisusedSignature;
import dev.surety.signature.partner.SilentRoot;
import dev.surety.signature.partner.UnknownVerifier;
import dev.surety.signature.shop.KeyOfNobody;
import dev.surety.signature.shop.KeylessVerifier;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.signature.shop.Routes;
import dev.surety.signature.shop.TwoCarrierKeys;
import dev.surety.signature.shop.TwoPlainKeys;
import dev.surety.signature.shop.UnconfiguredNames;
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

/** Deployments that fail because a required signature could be missed. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SignatureDeploymentIT {

  @ArquillianResource Deployer deployer;

  @Deployment(name = "misused-signature", managed = false, testable = false)
  static WebArchive misused() {
    return TestWar.named("misused-signature.war")
        .classes(HeaderGate.class, MisusedSignature.class)
        .build();
  }

  @Deployment(name = "below-signature", managed = false, testable = false)
  static WebArchive below() {
    return TestWar.named("below-signature.war")
        .classes(HeaderGate.class, MisusedSignature.Below.class)
        .build();
  }

  @Deployment(name = "unknown-verifier", managed = false, testable = false)
  static WebArchive unknown() {
    return TestWar.named("unknown-verifier.war")
        .classes(HeaderGate.class, UnknownVerifier.class)
        .build();
  }

  @Deployment(name = "unknown-names", managed = false, testable = false)
  static WebArchive unknownNames() {
    return TestWar.named("unknown-names.war")
        .config(Map.of("surety.signature.verifiers", "side", "surety.signature.signers", "carrier"))
        .classes(UnconfiguredNames.class)
        .build();
  }

  @Deployment(name = "keyless-resource", managed = false, testable = false)
  static WebArchive keylessResource() {
    return TestWar.named("keyless-resource.war").classes(Routes.class).build();
  }

  @Deployment(name = "keyless-injection", managed = false, testable = false)
  static WebArchive keylessInjection() {
    return TestWar.named("keyless-injection.war")
        .config(Map.of("surety.signature.verifiers", "side"))
        .classes(KeylessVerifier.class)
        .build();
  }

  @Deployment(name = "two-keys", managed = false, testable = false)
  static WebArchive twoKeys() {
    return TestWar.named("two-keys.war").classes(TwoPlainKeys.class, PartnerKey.class).build();
  }

  @Deployment(name = "two-named-keys", managed = false, testable = false)
  static WebArchive twoNamedKeys() {
    return TestWar.named("two-named-keys.war")
        .config(Map.of("surety.signature.signers", "carrier"))
        .classes(TwoCarrierKeys.class, PartnerKey.class)
        .build();
  }

  @Deployment(name = "key-of-nobody", managed = false, testable = false)
  static WebArchive keyOfNobody() {
    return TestWar.named("key-of-nobody.war").classes(KeyOfNobody.class, PartnerKey.class).build();
  }

  @Deployment(name = "unknown-store", managed = false, testable = false)
  static WebArchive unknownStore() {
    return TestWar.named("unknown-store.war")
        .config(Map.of("surety.signature.verifiers", "side"))
        .config(Map.of("surety.signature.verifier.side.replay-store", "nowhere"))
        .config(Map.of("surety.replay.stores", "some_where"))
        .build();
  }

  @Deployment(name = "short-span", managed = false, testable = false)
  static WebArchive shortSpan() {
    return TestWar.named("short-span.war")
        .config(Map.of("surety.signature.key-sets", "one"))
        .config(
            Map.of("surety.signature.key-set.one.jwks", PartnerKey.set(PartnerKey.ed25519("one"))))
        .config(Map.of("surety.signature.replay-store", "brief", "surety.replay.stores", "brief"))
        .config(Map.of("surety.replay.brief.longest-span", "PT1M"))
        .classes(Routes.class)
        .build();
  }

  @Deployment(name = "known-store", managed = false, testable = false)
  static WebArchive knownStore() {
    return TestWar.named("known-store.war")
        .config(Map.of("surety.signature.replay-store", "some_where"))
        .config(Map.of("surety.replay.stores", "some_where"))
        .build();
  }

  @Deployment(name = "silent-root", managed = false, testable = false)
  static WebArchive silent() {
    return TestWar.named("silent-root.war").classes(SilentRoot.class).build();
  }

  @Test
  void applicationThatLoadsNoServices_failsTheDeployment() {
    assertThat(deploymentFailure("silent-root"))
        .contains("SilentRoot", "jakarta.ws.rs.loadServices=false");
  }

  @Test
  void unknownReplayStore_failsTheDeployment_andAKnownOneDoesNot() {
    assertThat(deploymentFailure("unknown-store"))
        .contains("surety.signature.verifier.side.replay-store")
        .contains("nowhere", "surety.replay.stores", "[some_where]");
    deployer.deploy("known-store");
    deployer.undeploy("known-store");
  }

  @Test
  void misusedAnnotations_failTheDeployment() {
    assertThat(deploymentFailure("misused-signature"))
        .contains("@SignatureRequired cannot keep its promise")
        .contains("#locator is a sub-resource locator")
        .contains("#locatorOfClass is a sub-resource locator")
        .contains("#noRequest is no JAX-RS method")
        .contains("#hidden is static or not public", "#shared is static or not public")
        .contains("NoResource has no JAX-RS method")
        .contains("Helper would keep the VerifiedSigner of one request for others")
        .contains("Keeper would keep the VerifiedSigner of one request for others")
        .contains("FallbackAuthentication has more than one bean");
  }

  @Test
  void classThatOnlyALocatorReaches_failsTheDeployment_alsoWhereCdiDoesNotKnowIt() {
    assertThat(deploymentFailure("below-signature"))
        .contains("#viaLocator is reached through a sub-resource locator");
  }

  @Test
  void unknownVerifier_failsTheDeployment() {
    assertThat(deploymentFailure("unknown-verifier"))
        .contains("UnknownVerifier#post", "there is no verifier 'nobody'");
  }

  @Test
  void injectedNameThatIsNotConfigured_failsTheDeployment() {
    assertThat(deploymentFailure("unknown-names"))
        .contains("no verifier is named 'nobody'", "surety.signature.verifiers", "[default, side]")
        .contains("no signer is named 'no-one'", "surety.signature.signers", "[default, carrier]");
  }

  @Test
  void verifierThatTrustsNoKeys_failsTheDeploymentWhereItIsUsed() {
    assertThat(deploymentFailure("keyless-resource"))
        .contains("Routes#", "the verifier 'default' trusts no keys", "surety.signature.key-sets");
    assertThat(deploymentFailure("keyless-injection"))
        .contains("the verifier 'side' trusts no keys", "surety.signature.verifier.side.key-sets");
  }

  @Test
  void storeThatWouldRefuseValidSignatures_failsTheDeployment() {
    assertThat(deploymentFailure("short-span"))
        .contains("surety.replay.brief.longest-span = 'PT1M'", "surety.signature.replay-store");
  }

  @Test
  void severalKeysForOneSigner_failTheDeployment() {
    assertThat(deploymentFailure("two-keys")).contains("SigningKey has more than one bean");
    assertThat(deploymentFailure("two-named-keys"))
        .contains("more than one bean of type SigningKey has @NamedSigner(", "carrier");
  }

  @Test
  void keyForASignerThatIsNotConfigured_failsTheDeployment() {
    assertThat(deploymentFailure("key-of-nobody")).contains("no signer is named 'nobody'");
  }

  private String deploymentFailure(String name) {
    return FailedDeployment.messages(deployer, name);
  }
}
