package dev.surety.signature;

import static dev.surety.signature.partner.Partners.body;
import static dev.surety.signature.partner.Partners.line;
import static dev.surety.signature.partner.Partners.signedBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.partner.Partners;
import dev.surety.testing.RawHttp.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request to a method that only signed requests reach. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SignatureEdgeIT {

  private static final String ALL_BYTES =
      "\u0000\u0001\r\n\t \u007f\u0080\u00ff{\"a\":1}\u00c3\u00a9";

  @ArquillianResource URI base;
  private Partners partners;

  @Deployment(testable = false)
  static WebArchive archive() {
    return Partners.war("edge.war").build();
  }

  @BeforeEach
  void enter() {
    partners = new Partners(base);
  }

  @Test
  void refusedRequest_is401_withTheCodeAndNothingElseInTheChallenge() {
    Reply reply =
        partners.post("partner/echo", line("X-Decide", "refused request_signature_invalid"), "{}");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(challenges(reply)).containsExactly("Signature error=\"request_signature_invalid\"");
    assertProblem(reply, 401, "signature-refused");
  }

  @Test
  void undecidableRequest_is503_withRetryAfter() {
    Reply reply = partners.post("partner/echo", line("X-Decide", "unavailable"), "{}");
    assertUnavailable(reply);
  }

  @Test
  void gateThatFails_is503_andTellsNothing() {
    Reply reply = partners.post("partner/echo", line("X-Decide", "failed"), "{}");
    assertUnavailable(reply);
    assertThat(reply.text()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void signedRequest_reachesItsMethod_withItsBodyByteForByte() {
    Reply reply = partners.post("partner/echo", signedBy("i", "acme"), ALL_BYTES);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(partners.seen()).contains("{\"a\":1}");
    assertThat(partners.get("partner/last/" + partners.name())).isEqualTo(hex(ALL_BYTES));
  }

  @Test
  void gate_isAskedForTheNamedVerifierAndOperation() {
    partners.post("partner/echo", signedBy("i", "acme"), "");
    partners.post("partner/form", signedBy("i", "acme"), "");
    assertThat(partners.seen()).contains("other echo-it []").contains("default form []");
  }

  @Test
  void formOfASignedRequest_isReadByItsMethod() {
    Reply reply =
        partners.post(
            "partner/form",
            signedBy("i", "acme") + line("Content-Type", "application/x-www-form-urlencoded"),
            "name=a%20b&x=");
    assertThat(body(reply)).isEqualTo("a b");
    assertThat(partners.seen()).contains("body name=a%20b&x=\n");
  }

  @Test
  void bodyAtTheLimit_isTaken_andOneByteMoreIsTooLarge() {
    assertThat(post("partner/echo", "a".repeat(1_000)).status()).isEqualTo(200);
    assertProblem(post("partner/echo", "a".repeat(1_001)), 413, "request-body-too-large");
  }

  @Test
  void contentLengthBeyondTheLimit_isTooLarge_beforeAnythingIsRead() {
    String lines = line("Content-Length", "1001") + signedBy("i", "acme");
    assertThat(partners.statusOf("POST", partners.path("partner/echo"), lines)).isEqualTo(413);
    assertThat(partners.seen()).isEqualTo("nothing");
  }

  @ParameterizedTest
  @CsvSource({"1000,200", "1001,413"})
  void chunkedBody_isReadUpToTheLimit(int length, int status) {
    Reply reply =
        partners.send(
            "POST",
            partners.path("partner/echo"),
            line("Transfer-Encoding", "chunked") + signedBy("i", "acme"),
            Integer.toHexString(length) + "\r\n" + "a".repeat(length) + "\r\n0\r\n\r\n");
    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void signer_isPrincipalUnderItsOwner_andInjectedIntoResourceAndBean() {
    Reply reply = partners.post("partner/who", signedBy("issuer", "acme"), "");
    assertThat(body(reply))
        .startsWith("acme,issuer/acme,acme,Signature,false,VerifiedSigner[issuer=issuer");
  }

  @Test
  void signerOfARequestThatWasLetThrough_cannotBeInjected() {
    Reply reply = partners.post("partner/who", line("X-Decide", "passed"), "");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).doesNotContain("acme");
  }

  @Test
  void requestThatWasLetThrough_runsWithoutSigner() {
    Reply reply = partners.post("partner/echo", line("X-Decide", "passed"), "unsigned");
    assertThat(body(reply)).isEqualTo("unsigned");
  }

  @ParameterizedTest
  @CsvSource({"right,200", "wrong,401", "fails,401"})
  void fallback_isAskedForOtherAuthentication_andItsFailureIsNo(String token, int status) {
    Reply reply =
        partners.post(
            "partner/echo",
            line("X-Decide", "fallback") + line("Authorization", "Bearer " + token),
            "read twice");
    assertThat(reply.status()).isEqualTo(status);
    if (status == 200) {
      assertThat(body(reply)).isEqualTo("read twice");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"partner/stage", "partner/suspended", "partner/events"})
  void methodThatAnswersLater_isGuarded_andKnowsItsSigner(String path) {
    assertThat(partners.post(path, "", "").status()).isEqualTo(401);
    Reply reply = partners.post(path, signedBy("i", "acme"), "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("acme");
  }

  @Test
  void annotationOfAnInterface_guardsItsImplementation() {
    assertThat(partners.post("described", "", "x").status()).isEqualTo(401);
    assertThat(body(partners.post("described", signedBy("i", "acme"), "x"))).isEqualTo("x");
    assertThat(partners.get("described")).isEqualTo("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "locating/below"})
  void annotationOfAClass_guardsReadingToo_alsoWhereCdiDoesNotKnowTheClass(String path) {
    Reply unsigned = partners.send("GET", partners.path(path), "", "");
    assertThat(unsigned.status()).isEqualTo(401);
    Reply signed = partners.send("GET", partners.path(path), signedBy("i", "acme"), "");
    assertThat(body(signed)).isEqualTo("read");
  }

  @Test
  void requestThatPassesTwice_isVerifiedOnce() {
    Reply reply =
        partners.post("partner/echo", signedBy("i", "acme") + line("X-Detour", "twice"), "once ");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(partners.get("partner/last/" + partners.name())).isEqualTo(hex("once once "));
    assertThat(partners.seen()).doesNotContain("again");
  }

  @Test
  void sameSignatureInAnotherRequest_isReplayed() {
    String lines = signedBy("i", "acme");
    assertThat(partners.post("partner/echo", lines, "").status()).isIn(200, 204);
    assertThat(challenges(partners.post("partner/echo", lines, "")))
        .containsExactly("Signature error=\"request_signature_replayed\"");
  }

  @Test
  void idempotencyHeader_mustBeCovered() {
    String key = line("Idempotency-Key", partners.name());
    Reply uncovered = partners.post("keyed", key + signedBy("i", "acme"), partners.name());
    assertThat(challenges(uncovered))
        .containsExactly("Signature error=\"request_signature_components_incomplete\"");
    assertThat(partners.seen()).contains("default order [idempotency-key]");
    Reply covered = order("keyed", "i", "acme");
    assertThat(body(covered)).isEqualTo(partners.name() + " acme 1");
  }

  @Test
  void optionalIdempotencyHeader_mustBeCoveredWhereItIsSent() {
    Reply without = partners.post("keyed/optional", signedBy("i", "acme"), partners.name());
    assertThat(without.status()).isEqualTo(200);
    String key = line("Idempotency-Key", partners.name());
    Reply uncovered = partners.post("keyed/optional", key + signedBy("i", "acme"), "x");
    assertThat(uncovered.status()).isEqualTo(401);
  }

  @Test
  void retrySignedAfresh_isReplayedFromItsKey() {
    Reply first = order("keyed", "i", "acme");
    Reply retry = order("keyed", "i", "acme");
    assertThat(body(retry)).isEqualTo(body(first));
    assertThat(retry.text()).contains("Idempotency-Replayed: true");
  }

  @Test
  void equalOwnersOfTwoIssuers_shareNoKey() {
    assertThat(body(order("keyed", "one", "acme"))).endsWith(" 1");
    assertThat(body(order("keyed", "two", "acme"))).endsWith(" 2");
  }

  @Test
  void requestThatWaitsForItsKey_isVerifiedOnce_andReplays() throws InterruptedException {
    CompletableFuture<Reply> owner = slow();
    while (!partners.get("runs/" + partners.name()).equals("1")) {
      Thread.sleep(20);
    }
    CompletableFuture<Reply> waiter = slow();
    Thread.sleep(500);
    partners.get("runs/" + partners.name() + "?open=true");
    assertThat(body(owner.join())).isEqualTo(partners.name() + " acme");
    assertThat(waiter.join().status()).as(waiter.join().text()).isEqualTo(200);
    assertThat(waiter.join().text()).contains("Idempotency-Replayed: true");
    assertThat(partners.get("runs/" + partners.name())).isEqualTo("1");
    assertThat(partners.seen().split("again")).hasSize(2);
  }

  private CompletableFuture<Reply> slow() {
    return CompletableFuture.supplyAsync(
        () -> order("keyed/slow", "i", "acme"), task -> new Thread(task).start());
  }

  private Reply order(String path, String issuer, String owner) {
    return partners.post(path, keyed(partners.name()) + signedBy(issuer, owner), partners.name());
  }

  private static String keyed(String key) {
    return line("Idempotency-Key", "k-" + key) + line("X-Covered", "idempotency-key");
  }

  private Reply post(String path, String body) {
    return partners.post(path, signedBy("i", "acme"), body);
  }

  private static List<String> challenges(Reply reply) {
    return reply
        .text()
        .lines()
        .filter(line -> line.regionMatches(true, 0, "WWW-Authenticate:", 0, 17))
        .map(line -> line.substring(17).strip())
        .toList();
  }

  private static void assertUnavailable(Reply reply) {
    assertProblem(reply, 503, "unavailable");
    assertThat(reply.text()).containsPattern("(?i)Retry-After: 1\r\n");
  }

  private static void assertProblem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.text())
        .contains("application/problem+json")
        .contains("\"type\":\"https://surety.dev/problems/" + type + "\"");
  }

  private static String hex(String bytes) {
    return HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
