package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.internal.message.BinaryAlphabet;
import dev.surety.signature.internal.message.ContentDigest;
import dev.surety.signature.internal.message.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What AdCP 3.2 and AdCP's webhooks ask for beyond the requests of 3.1. */
class OtherProfilesStoreTest extends VerifierSteps {

  @Test
  void request32_isVerifiedOnce() {
    Request request = request32(d -> {}).request();
    assertThat(verify(Profile.ADCP_REQUEST_3_2, request)).isInstanceOf(Verified.class);
    assertThat(verify(Profile.ADCP_REQUEST_3_2, request))
        .isEqualTo(whole("request_signature_replayed", "12"));
  }

  @Test
  void request32WithoutBody_needsNoDigest() {
    Draft draft =
        request32(
            d -> {
              d.body = new byte[0];
              d.components = List.of("@method", "@target-uri", "@authority");
            });
    assertThat(verify(Profile.ADCP_REQUEST_3_2, draft.request())).isInstanceOf(Verified.class);
  }

  @Test
  void request32WhoseBodyIsNotCovered_isIncomplete() {
    Draft draft =
        request32(
            d -> d.components = List.of("@method", "@target-uri", "@authority", "content-type"));
    assertThat(verify(Profile.ADCP_REQUEST_3_2, draft.request()))
        .isEqualTo(whole("request_signature_components_incomplete", "6"));
    assertThat(verify(Profile.ADCP_REQUEST_3_1, base64url(draft).request()))
        .isInstanceOf(Verified.class);
  }

  @Test
  void request32InThe31Alphabet_isMalformed_andTheOtherWayRound() {
    assertThat(verify(Profile.ADCP_REQUEST_3_2, Draft.signed().request()))
        .isEqualTo(whole("request_signature_header_malformed", "1"));
    assertThat(verify(Profile.ADCP_REQUEST_3_1, request32(d -> {}).request()))
        .isEqualTo(whole("request_signature_header_malformed", "1"));
  }

  @Test
  void request32WithADigestInThe31Alphabet_isMalformed() {
    // the digest of this body has a character that only base64url has
    Draft draft = request32(d -> d.body = bodyWithUrlDigest());
    draft.contentDigest = digest(BinaryAlphabet.BASE64URL, draft.body);
    assertThat(verify(Profile.ADCP_REQUEST_3_2, draft.request()))
        .isEqualTo(whole("request_signature_header_malformed", "1"));
    Draft older = Draft.signed().with(d -> d.body = bodyWithUrlDigest());
    older.contentDigest = digest(BinaryAlphabet.BASE64, older.body);
    assertThat(verify(Profile.ADCP_REQUEST_3_1, older.request())).isInstanceOf(Verified.class);
  }

  @Test
  void request32WithAnotherBody_isAMismatch() {
    Request request = request32(d -> {}).request();
    byte[] other = "{\"plan\":2}".getBytes(StandardCharsets.UTF_8);
    assertThat(
            verify(
                Profile.ADCP_REQUEST_3_2,
                new Request("POST", request.target(), request.fields(), other)))
        .isEqualTo(whole("request_signature_digest_mismatch", "11"));
  }

  @Test
  void request32WithAnAmbiguousBody_isMalformedAfterItsNonceIsSpent() {
    Request request =
        request32(d -> d.body = "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8)).request();
    assertThat(verify(Profile.ADCP_REQUEST_3_2, request))
        .isEqualTo(whole("request_body_malformed", "14"));
    assertThat(verify(Profile.ADCP_REQUEST_3_2, request))
        .isEqualTo(whole("request_signature_replayed", "12"));
  }

  @Test
  void webhook_isVerified_andItsRefusalsCarryItsOwnCodes() {
    assertThat(verify(Profile.ADCP_WEBHOOK, webhook(d -> {}))).isInstanceOf(Verified.class);
    assertThat(verify(Profile.ADCP_WEBHOOK, Draft.signed().request()))
        .isEqualTo(whole("webhook_signature_tag_invalid", "3"));
    assertThat(
            verify(
                Profile.ADCP_WEBHOOK,
                webhook(d -> d.body = "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(whole("webhook_body_malformed", "14"));
  }

  @Test
  void webhookToATargetWithoutOneReading_isMalformedUnderTheWebhooksCode() {
    Request request = webhook(d -> {});
    Request moved =
        new Request("POST", "https://example.com../p", request.fields(), request.body());
    assertThat(verify(Profile.ADCP_WEBHOOK, moved))
        .isEqualTo(whole("webhook_target_uri_malformed", "1"));
  }

  private static Draft request32(Consumer<Draft> change) {
    return Draft.signed().with(d -> d.alphabet = BinaryAlphabet.BASE64).with(change);
  }

  private static Draft base64url(Draft draft) {
    return draft.with(d -> d.alphabet = BinaryAlphabet.BASE64URL);
  }

  private static Request webhook(Consumer<Draft> change) {
    return Draft.signed().with(d -> d.tag = "adcp/webhook-signing/v1").with(change).request();
  }

  private static byte[] bodyWithUrlDigest() {
    for (int i = 0; ; i++) {
      byte[] body = ("{\"plan\":" + i + "}").getBytes(StandardCharsets.UTF_8);
      String digest = digest(BinaryAlphabet.BASE64URL, body);
      if (digest.contains("-") || digest.contains("_")) {
        return body;
      }
    }
  }

  private static String digest(BinaryAlphabet alphabet, byte[] body) {
    return ContentDigest.create(DigestAlgorithm.SHA_256, body, alphabet);
  }

  /** With the code as it is. */
  private static Rejected whole(String code, String step) {
    return new Rejected(code, step, "");
  }
}
