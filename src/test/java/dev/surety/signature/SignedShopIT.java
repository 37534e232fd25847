package dev.surety.signature;

import static dev.surety.signature.shop.Parcel.body;
import static dev.surety.signature.shop.Parcel.challenges;
import static dev.surety.signature.shop.Parcel.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.Backdoor;
import dev.surety.signature.shop.Early;
import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.signature.shop.Refusals;
import dev.surety.signature.shop.Services;
import dev.surety.signature.shop.SignedEjb;
import dev.surety.signature.shop.SignedLeaf;
import dev.surety.signature.shop.SignedOrders;
import dev.surety.signature.shop.SignedShop;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way of a signed request, with the verifiers that are shipped. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SignedShopIT {

  private static final int CAP = 60;

  private static final PartnerKey FIRST = PartnerKey.ed25519("key-1");
  private static final PartnerKey ROTATED = PartnerKey.ed25519("key-2");
  private static final PartnerKey FULL = PartnerKey.ed25519("full");
  private static final PartnerKey ELSEWHERE = PartnerKey.ed25519("key-3");
  private static final PartnerKey OWN = PartnerKey.ed25519("own");
  private static final PartnerKey OTHER = PartnerKey.ed25519("key-1");

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() {
    SignedOrders.create();
    return TestWar.named("signed.war")
        .config(settings())
        .file("WEB-INF/classes/own.pem", OWN.pem())
        .file("WEB-INF/classes/partner.pem", OTHER.pem())
        .classes(
            SignedShop.class,
            Services.class,
            Early.class,
            Backdoor.class,
            SignedEjb.class,
            SignedLeaf.class,
            Refusals.class)
        .build();
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("surety.replay.cap", "" + CAP);
    settings.put("surety.replay.stores", "side");
    settings.put("surety.signature.key-sets", "one,three");
    settings.put("surety.signature.verifiers", "other");
    settings.put("surety.signature.verifier.other.key-sets", "two");
    keySet(settings, "one", PartnerKey.set(FIRST, ROTATED, FULL, OWN));
    keySet(settings, "two", PartnerKey.set(OTHER, FULL));
    keySet(settings, "three", PartnerKey.set(ELSEWHERE));
    settings.put("surety.signature.signers", "partner");
    settings.put("surety.signature.signer.key", "classpath:own.pem");
    settings.put("surety.signature.signer.key-id", OWN.kid());
    settings.put("surety.signature.signer.partner.key", "classpath:partner.pem");
    settings.put("surety.signature.signer.partner.key-id", OTHER.kid());
    return settings;
  }

  private static void keySet(Map<String, String> settings, String name, String jwks) {
    String prefix = "surety.signature.key-set." + name;
    settings.put(prefix + ".jwks", jwks);
    settings.put(prefix + ".issuer", "https://" + name + ".example");
    settings.put(prefix + ".owner", "acme");
  }

  @Test
  void signedRequest_is200_asItsOwner() {
    Reply reply = letter("signed").signedBy(FIRST).send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(body(reply)).isEqualTo("https://one.example/acme hello");
  }

  @Test
  void signedRequestWithoutBody_is200() {
    Reply reply = new Letter("GET", url("signed/read") + "?a=%2f&b", "").signedBy(FIRST).send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Test
  void signedRequestToAnEnterpriseBean_is200_andAnUnsignedOneIs401() {
    Reply reply = letter("signed-ejb").signedBy(FIRST).send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(body(reply)).isEqualTo("ejb hello");
    assertThat(code(letter("signed-ejb").unsigned().send()))
        .isEqualTo("request_signature_required");
  }

  @Test
  void replayedRequest_is401_withTheCodeAlone_andNothingOfTheInside() {
    Parcel parcel = letter("signed").signedBy(FIRST);
    assertThat(parcel.send().status()).isEqualTo(200);
    Reply replayed = parcel.send();
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(challenges(replayed))
        .containsExactly("Signature error=\"request_signature_replayed\"");
    assertThat(replayed.text())
        .contains("application/problem+json")
        .doesNotContain("dev.surety", "Exception", FIRST.kid(), "acme", "step");
  }

  @Test
  void sameNonceWithAnotherExpiry_isReplayed_andAFreshOneIs200() {
    String nonce = Letter.nonce();
    assertThat(letter("signed").parameter("nonce", nonce).signedBy(FIRST).send().status())
        .isEqualTo(200);
    Letter later = letter("signed").parameter("nonce", nonce);
    later.parameter("expires", Instant.now().getEpochSecond() + 100);
    assertThat(code(later.signedBy(FIRST).send())).isEqualTo("request_signature_replayed");
    assertThat(letter("signed").signedBy(FIRST).send().status()).isEqualTo(200);
  }

  @Test
  void changedRequest_isRefusedByWhatWasChanged() {
    Parcel parcel = letter("signed").signedBy(FIRST);
    assertThat(code(parcel.withBody("hullo").send()))
        .isEqualTo("request_signature_digest_mismatch");
    assertThat(code(parcel.at(url("signed") + "?x").send())).isEqualTo("request_signature_invalid");
    assertThat(code(parcel.with("Content-Type", "text/html").send()))
        .isEqualTo("request_signature_invalid");
    assertThat(code(parcel.with("Content-Type", "text/plain, text/html").send()))
        .isEqualTo("request_signature_header_malformed");
    assertThat(code(parcel.without("Signature").send()))
        .isEqualTo("request_signature_header_malformed");
    assertThat(code(letter("signed").unsigned().send())).isEqualTo("request_signature_required");
    assertThat(code(letter("signed").signedBy(PartnerKey.ed25519("nobody")).send()))
        .isEqualTo("request_signature_key_unknown");
    assertThat(code(letter("signed").signedBy(PartnerKey.ed25519("key-1")).send()))
        .isEqualTo("request_signature_invalid");
    // none of them has used the nonce up
    assertThat(parcel.send().status()).isEqualTo(200);
  }

  @Test
  void idempotencyKeyThatIsNotCovered_isComponentsIncomplete() {
    String name = name();
    Reply reply =
        letter("signed/orders", name).field("Idempotency-Key", name).signedBy(FIRST).send();
    assertThat(code(reply)).isEqualTo("request_signature_components_incomplete");
    assertThat(SignedOrders.count(name)).isZero();
  }

  @Test
  void retrySignedAfresh_replaysTheStoredAnswer_alsoWithARotatedKey() {
    String name = name();
    Reply first = order(name, FIRST);
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    Reply retry = order(name, FIRST);
    assertThat(body(retry)).as(retry.text()).isEqualTo(body(first));
    assertThat(retry.text()).containsIgnoringCase("Idempotency-Replayed: true");
    Reply rotated = order(name, ROTATED);
    assertThat(body(rotated)).as(rotated.text()).isEqualTo(body(first));
    assertThat(SignedOrders.count(name)).isEqualTo(1);
  }

  @Test
  void retryWithTheSameSignature_isReplayed_notAnswered() {
    String name = name();
    Parcel order = letter("signed/orders", name).covered("Idempotency-Key", name).signedBy(FIRST);
    assertThat(order.send().status()).isEqualTo(200);
    assertThat(code(order.send())).isEqualTo("request_signature_replayed");
  }

  @Test
  void ownersOfOneNameAtTwoIssuers_shareNoAnswer() {
    String name = name();
    Reply first = order(name, FIRST);
    Reply elsewhere = order(name, ELSEWHERE);
    assertThat(body(elsewhere)).startsWith("https://three.example/acme ");
    assertThat(body(elsewhere)).isNotEqualTo(body(first));
    assertThat(SignedOrders.count(name)).isEqualTo(2);
  }

  @Test
  void equalKidsOfTwoIssuers_areTwoKeys() {
    String nonce = Letter.nonce();
    assertThat(letter("signed").parameter("nonce", nonce).signedBy(FIRST).send().status())
        .isEqualTo(200);
    Reply other = letter("signed/other").parameter("nonce", nonce).signedBy(OTHER).send();
    assertThat(body(other)).isEqualTo("https://two.example/acme hello");
    assertThat(code(letter("signed/other").signedBy(FIRST).send()))
        .isEqualTo("request_signature_invalid");
  }

  @Test
  void keyAtItsCapacity_isRateAbuse_beforeCryptography_andItsNamesakeGoesOn() {
    Parcel last = letter("signed").signedBy(FULL);
    for (int i = 1; i < CAP; i++) {
      assertThat(letter("signed").signedBy(FULL).send().status()).isEqualTo(200);
    }
    assertThat(last.send().status()).isEqualTo(200);
    assertThat(code(letter("signed").signedBy(FULL).send()))
        .isEqualTo("request_signature_rate_abuse");
    Parcel forged = letter("signed").signedBy(PartnerKey.ed25519(FULL.kid()));
    assertThat(code(forged.send())).isEqualTo("request_signature_rate_abuse");
    assertThat(letter("signed/other").signedBy(FULL).send().status()).isEqualTo(200);
    assertThat(letter("signed").signedBy(FIRST).send().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backdoor", "backdoor/order", "backdoor/ejb", "backdoor/locator/read"})
  void signedMethodThatIsReachedPastItsFilter_is401(String way) {
    Reply reply = new Letter("GET", url(way), "").unsigned().send();
    assertThat(code(reply)).as(reply.text()).isEqualTo("request_signature_required");
    assertThat(reply.text()).contains("application/problem+json");
    assertThat(SignedOrders.count("backdoor")).isZero();
  }

  @Test
  void refusals_areEvents_whoseObserversCannotDisturb() {
    assertThat(code(letter("signed").signedBy(FIRST).withBody("hullo").send()))
        .isEqualTo("request_signature_digest_mismatch");
    assertThat(get("services/refusals"))
        .contains("verifier=default, operation=echo, code=request_signature_digest_mismatch");
  }

  @Test
  void verifiersAndSigners_workInABeanThatWasMadeBeforeSuretyStarted() {
    assertThat(get("services/signatures"))
        .isEqualTo(
            "acme, request_signature_replayed; acme, request_signature_replayed;"
                + " request_signature_key_unknown");
  }

  @Test
  void replayStores_workInABeanThatWasMadeBeforeSuretyStarted() {
    assertThat(get("services/nonces")).isEqualTo("FRESH FRESH REPLAYED");
  }

  @Test
  void clientOfTheServer_signsWhatASignedMethodTakes() {
    assertThat(get("services/outgoing?url=" + url("signed")))
        .isEqualTo("200 https://one.example/acme outgoing");
    assertThat(get("services/outgoing?url=" + url("signed/orders")))
        .startsWith("200 https://one.example/acme ");
  }

  private Reply order(String name, PartnerKey key) {
    return letter("signed/orders", name).covered("Idempotency-Key", name).signedBy(key).send();
  }

  private Letter letter(String operation) {
    return letter(operation, "hello");
  }

  private Letter letter(String operation, String body) {
    return new Letter("POST", url(operation), body);
  }

  private String get(String operation) {
    return body(new Letter("GET", url(operation), "").unsigned().send());
  }

  private String url(String operation) {
    return base + "api/" + operation;
  }

  private static String name() {
    return UUID.randomUUID().toString();
  }
}
