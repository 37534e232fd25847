package dev.surety.signature;

import static dev.surety.signature.shop.Parcel.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.AdcpShop;
import dev.surety.signature.shop.AdcpVector;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/** AdCP's vectors over HTTP, signed again for this server, behind a proxy that ended TLS. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AdcpSellerIT {

  private static final int CAP = 100;
  private static final List<String> POLICIES = List.of("either", "required", "forbidden");

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() {
    String prefix = "surety.signature.";
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(prefix + "trusted-proxies", "127.0.0.1");
    settings.put(prefix + "verifiers", "either,required,forbidden,capped");
    settings.put("surety.replay.stores", "capped");
    settings.put("surety.replay.capped.cap", "" + CAP);
    settings.put(prefix + "verifier.capped.replay-store", "capped");
    String jwks = jwks();
    for (String verifier : List.of("either", "required", "forbidden", "capped")) {
      settings.put(prefix + "verifier." + verifier + ".profile", "adcp-request-3.1");
      settings.put(prefix + "verifier." + verifier + ".mode", "required");
      settings.put(
          prefix + "verifier." + verifier + ".protocol-methods-required-for", "tasks/cancel");
      settings.put(
          prefix + "verifier." + verifier + ".digest",
          verifier.equals("capped") ? "either" : verifier);
      settings.put(prefix + "verifier." + verifier + ".key-sets", "adcp");
    }
    settings.put(prefix + "key-set.adcp.jwks", jwks);
    settings.put(prefix + "key-set.adcp.revoked", "test-revoked-2026");
    return TestWar.named("adcp.war").config(settings).classes(AdcpShop.class).build();
  }

  /** Some key's without the vectors; the tests are skipped then, and say so. */
  private static String jwks() {
    try {
      return AdcpVector.jwks();
    } catch (TestAbortedException e) {
      return PartnerKey.set(PartnerKey.ed25519("none"));
    }
  }

  @Test
  void positiveVectors_areAccepted() {
    assertJudged("positive");
  }

  @Test
  void negativeVectors_areRefusedByTheirCode() {
    assertJudged("negative");
  }

  @Test
  void hundredAndFirstRequestOfAKey_isRateAbuse_evenWithAPlaceholderForASignature() {
    AdcpVector vector = new AdcpVector(AdcpVector.files("positive").findFirst().orElseThrow());
    for (int i = 0; i < CAP; i++) {
      assertThat(code(send(vector.parcel(prefix("capped"))))).isEqualTo("200");
    }
    Parcel placeholder = vector.parcel(prefix("capped"));
    String wrong = "sig1=:" + "A".repeat(86) + ":";
    assertThat(code(send(placeholder.with("Signature", wrong))))
        .isEqualTo("request_signature_rate_abuse");
    assertThat(code(send(vector.parcel(prefix("either"))))).isEqualTo("200");
  }

  private void assertJudged(String kind) {
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> found = new LinkedHashMap<>();
    AdcpVector.files(kind)
        .filter(file -> !isOfAFullKey(new AdcpVector(file)))
        .forEach(
            file -> {
              String name = file.getFileName().toString();
              expected.put(name, new AdcpVector(file).expected());
              found.put(name, judged(file));
            });
    found.replaceAll((name, code) -> isRefusedByTheServer(name, code) ? expected.get(name) : code);
    assertThat(found).isNotEmpty().containsExactlyEntriesOf(expected);
  }

  /** The servers let no Host beyond ASCII through to any filter. */
  private static boolean isRefusedByTheServer(String name, String status) {
    return name.contains("non-ascii-host") && status.equals("400");
  }

  private String judged(Path file) {
    AdcpVector vector = new AdcpVector(file);
    assertThat(POLICIES).contains(vector.digestPolicy());
    Parcel parcel = vector.parcel(prefix(vector.digestPolicy()));
    if (vector.state().has("replay_cache_entries")) {
      assertThat(code(send(parcel))).isEqualTo("200");
    }
    return code(send(parcel));
  }

  /** The one state that costs a key its capacity has a test of its own. */
  private static boolean isOfAFullKey(AdcpVector vector) {
    return vector.state().has("replay_cache_per_keyid_cap_hit");
  }

  private Reply send(Parcel parcel) {
    return parcel.sendTo(base, "127.0.0.1");
  }

  private String prefix(String verifier) {
    return base.getPath() + "api/seller/" + verifier;
  }
}
