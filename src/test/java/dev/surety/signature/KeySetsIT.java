package dev.surety.signature;

import static dev.surety.signature.shop.Parcel.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.KeyPublisher;
import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.signature.shop.RingDesk;
import dev.surety.signature.shop.SignedShop;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestWar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys and revocations from everywhere that configuration can name. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class KeySetsIT {

  private static final String SET = "surety.signature.key-set.";

  private static final KeyPublisher PUBLISHER = new KeyPublisher();
  private static final PartnerKey MAC = PartnerKey.hmac("mac");
  private static final String RING = "ring-" + UUID.randomUUID();
  private static final Map<String, PartnerKey> KEYS = new LinkedHashMap<>();

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("surety.signature.allowed-networks", "127.0.0.1/32");
    settings.put("surety.signature.verifiers", "other,quiet");
    settings.put(
        "surety.signature.key-sets", "inline,file,resource,remote,listed,unlisted,stale,mac,ring");
    settings.put(SET + "inline.jwks", PartnerKey.set(key("inline"), key("inline-revoked")));
    settings.put(SET + "inline.revoked", "inline-revoked");
    Path file = Files.createTempFile("partner", ".jwks");
    file.toFile().deleteOnExit();
    settings.put(SET + "file.jwks", Files.writeString(file, set("file")).toString());
    settings.put(SET + "resource.jwks", "classpath:keys/partner.jwks");
    settings.put(SET + "remote.jwks", PUBLISHER.publish("/keys", set("remote")));
    revocations(settings, "listed", PUBLISHER.publish("/revoked", list("listed")));
    settings.put(SET + "listed.jwks", PartnerKey.set(key("listed"), key("listed-revoked")));
    revocations(settings, "unlisted", PUBLISHER.url("/nothing"));
    revocations(settings, "stale", PUBLISHER.publish("/stale", outdated("stale")));
    settings.put(SET + "mac.jwks", PartnerKey.set(MAC));
    settings.put(SET + "ring.ring", RING);
    settings.put("surety.keys.cache", "PT0S");
    settings.put("surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=");
    settings.put("surety.signature.verifier.quiet.key-sets", "quiet");
    settings.put(SET + "quiet.jwks", PUBLISHER.url("/quiet"));
    settings.put(SET + "rotating.jwks", PUBLISHER.publish("/rotating", set("rotating")));
    settings.put("surety.signature.verifier.other.key-sets", "missing,rotating");
    settings.put(SET + "missing.jwks", PUBLISHER.url("/nothing"));
    return TestWar.named("key-sets.war")
        .config(settings)
        .file("WEB-INF/classes/keys/partner.jwks", set("resource"))
        .classes(SignedShop.class, RingDesk.class)
        .build();
  }

  @AfterAll
  static void close() {
    PUBLISHER.close();
  }

  @Test
  void keysInConfiguration_areFound() {
    assertAccepted("inline");
  }

  @Test
  void keysInAFile_areFound() {
    assertAccepted("file");
  }

  @Test
  void keysInAResourceOfTheApplication_areFound() {
    assertAccepted("resource");
  }

  @Test
  void keysBehindAUrl_areFound() {
    assertAccepted("remote");
  }

  @Test
  void keyThatConfigurationRevokes_isRevoked() {
    assertThat(code(send("signed", "inline-revoked"))).isEqualTo("request_signature_key_revoked");
  }

  @Test
  void keyThatAListRevokes_isRevoked_andItsIssuersOthersAreNot() {
    assertThat(code(send("signed", "listed-revoked"))).isEqualTo("request_signature_key_revoked");
    assertAccepted("listed");
  }

  @Test
  void keyOfAnIssuerWhoseListWasNeverHad_isRevocationStale() {
    assertThat(code(send("signed", "unlisted"))).isEqualTo("request_signature_revocation_stale");
  }

  @Test
  void keyOfAnIssuerWhoseListIsPastItsGrace_isRevocationStale() {
    assertThat(code(send("signed", "stale"))).isEqualTo("request_signature_revocation_stale");
  }

  @Test
  void keySetThatCannotBeFetched_isJwksUnavailable() {
    assertThat(code(send("signed/other", "inline")))
        .isEqualTo("request_signature_jwks_unavailable");
  }

  @Test
  void keySetBehindAUrl_isFetchedAtTheStart_beforeAnybodyNeedsIt() throws InterruptedException {
    for (int wait = 0; wait < 100 && !PUBLISHER.wasAsked("/quiet"); wait++) {
      Thread.sleep(100);
    }
    assertThat(PUBLISHER.wasAsked("/quiet")).isTrue();
  }

  @Test
  void keyThatIsPublishedLater_isFoundByOneNewFetch() throws InterruptedException {
    assertThat(send("signed/other", "rotating").status()).isEqualTo(200);
    PUBLISHER.publish("/rotating", PartnerKey.set(key("rotating"), key("rotated")));
    Reply reply = send("signed/other", "rotated");
    // between two fetches are 30 s
    for (int wait = 0; wait < 60 && reply.status() != 200; wait++) {
      Thread.sleep(1000);
      reply = send("signed/other", "rotated");
    }
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(send("signed/other", "rotating").status()).isEqualTo(200);
  }

  @Test
  void secretThatBothSidesHave_verifiesWhatItSigned_andAnotherOneDoesNot() {
    Letter letter = new Letter("POST", base + "api/signed", "hello");
    Reply reply = letter.signedBy(MAC).send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(Parcel.body(reply)).isEqualTo("mac/mac hello");
    Letter forged = new Letter("POST", base + "api/signed", "hello");
    assertThat(code(forged.signedBy(PartnerKey.hmac("mac")).send()))
        .isEqualTo("request_signature_invalid");
  }

  @Test
  void keyOfARing_verifiesOnceItIsSeeded_untilAnotherOneTakesItsPlace() {
    PartnerKey first = PartnerKey.hmac("first");
    PartnerKey second = PartnerKey.hmac("second");
    assertThat(code(sendUnder(first))).isEqualTo("request_signature_key_unknown");
    change("seed", first);
    assertThat(Parcel.body(sendUnder(first))).isEqualTo("ring/ring hello");
    change("rotate", second);
    assertThat(Parcel.body(sendUnder(second))).isEqualTo("ring/ring hello");
    assertThat(code(sendUnder(first))).isEqualTo("request_signature_key_unknown");
  }

  private void change(String how, PartnerKey key) {
    String secret = HexFormat.of().formatHex(key.key().getEncoded());
    String url = base + "api/rings/" + RING + "/" + how + "/" + key.kid();
    Reply reply = new Letter("POST", url, secret).unsigned().send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private Reply sendUnder(PartnerKey key) {
    return new Letter("POST", base + "api/signed", "hello").signedBy(key).send();
  }

  private void assertAccepted(String kid) {
    Reply reply = send("signed", kid);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(Parcel.body(reply)).isEqualTo(kid + "/" + kid + " hello");
  }

  private Reply send(String operation, String kid) {
    return new Letter("POST", base + "api/" + operation, "hello").signedBy(key(kid)).send();
  }

  private static PartnerKey key(String kid) {
    return KEYS.computeIfAbsent(kid, PartnerKey::ed25519);
  }

  private static String set(String kid) {
    return PartnerKey.set(key(kid));
  }

  private static void revocations(Map<String, String> settings, String name, String url) {
    settings.put(SET + name + ".jwks", set(name));
    settings.put(SET + name + ".revocation-list", url);
  }

  private static String list(String issuer) {
    return list(issuer, Instant.now().minusSeconds(60));
  }

  /** Next due more than the grace of half an hour ago. */
  private static String outdated(String issuer) {
    return list(issuer, Instant.now().minusSeconds(3 * 3600));
  }

  private static String list(String issuer, Instant updated) {
    return "{\"issuer\":\"%s\",\"updated\":\"%s\",\"next_update\":\"%s\",\"revoked_kids\":[\"%s-revoked\"]}"
        .formatted(issuer, updated, updated.plusSeconds(3600), issuer);
  }
}
