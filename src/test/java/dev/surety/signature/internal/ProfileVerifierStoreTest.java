package dev.surety.signature.internal;

import static dev.surety.signature.internal.VerifierFixture.judged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.internal.message.BinaryAlphabet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The steps up to the components, each by a request that is wrong in that step and right before it.
 */
class ProfileVerifierStoreTest extends VerifierSteps {

  @Test
  void step0_noSignature_isRequired() {
    assertThat(verify(new Request("POST", "https://seller.example.com/", List.of(), EMPTY)))
        .isEqualTo(rejected("required", "0"));
  }

  @Test
  void step1_oneFieldWithoutTheOther_isMalformed() {
    Request signed = Draft.signed().request();
    for (String missing : List.of("Signature", "Signature-Input")) {
      assertThat(verify(without(signed, missing))).isEqualTo(rejected("header_malformed", "1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Signature", "Signature-Input", "Content-Digest", "Content-Type"})
  void step1_repeatedLine_isMalformed(String name) {
    Request signed = Draft.signed().request();
    String value =
        signed.fields().stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow()
            .value();
    assertThat(verify(with(signed, name, value))).isEqualTo(rejected("header_malformed", "1"));
  }

  @Test
  void step1_repeatedOrNonAsciiHost_isMalformed() {
    assertThat(
            verify(
                d -> {
                  d.more.add(new Field("Host", "seller.example.com"));
                  d.more.add(new Field("Host", "seller.example.com"));
                }))
        .isEqualTo(rejected("header_malformed", "1"));
    assertThat(verify(d -> d.more.add(new Field("Host", "b\u00fccher.example.com"))))
        .isEqualTo(rejected("header_malformed", "1"));
  }

  @Test
  void step1_commaInContentType_isMalformed() {
    Request request = Draft.signed().request();
    List<Field> fields =
        request.fields().stream()
            .map(f -> f.name().equals("Content-Type") ? new Field("Content-Type", "a/b, c/d") : f)
            .toList();
    assertThat(verify(new Request("POST", request.target(), fields, request.body())))
        .isEqualTo(rejected("header_malformed", "1"));
  }

  @Test
  void step1_duplicateKeyInADictionary_isMalformed() {
    assertThat(verify(d -> d.signatureInput = input -> input + ", " + input))
        .isEqualTo(rejected("header_malformed", "1"));
    assertThat(verify(d -> d.signature = value -> value + ", " + value))
        .isEqualTo(rejected("header_malformed", "1"));
    assertThat(verify(d -> d.contentDigest = "sha-256=:AAAA:, sha-256=:AAAA:"))
        .isEqualTo(rejected("header_malformed", "1"));
  }

  @Test
  void step1_unquotedStringParameter_isMalformed() {
    assertThat(verify(d -> d.signatureInput = i -> i.replace("\"ed25519\"", "ed25519")))
        .isEqualTo(rejected("header_malformed", "1"));
  }

  @Test
  void step1_paddedBase64_isNotTheProfilesAlphabet() {
    assertThat(verify(d -> d.alphabet = BinaryAlphabet.BASE64))
        .isEqualTo(rejected("header_malformed", "1"));
  }

  @Test
  void step1_targetWithoutOneReading_isMalformed() {
    Request request = Draft.signed().request();
    Request moved =
        new Request("POST", "https://example.com../p", request.fields(), request.body());
    assertThat(verify(moved)).isEqualTo(new Rejected("request_target_uri_malformed", "1", ""));
  }

  @Test
  void step1_twoSignaturesWithTheTag_areRefusedWhereNoLabelIsSet() {
    Profile unlabelled =
        Profile.ADCP_REQUEST_3_1.with(
            null,
            Profile.ADCP_REQUEST_3_1.tag(),
            Profile.ADCP_REQUEST_3_1.components(),
            Profile.ADCP_REQUEST_3_1.algorithms(),
            Profile.DigestPolicy.EITHER);
    Draft twice = Draft.signed();
    twice.signatureInput = input -> input + ", other" + input.substring(4);
    twice.signature = value -> value + ", other" + value.substring(4);
    assertThat(verify(unlabelled, twice.request())).isEqualTo(rejected("header_malformed", "1"));
    Draft otherTag = Draft.signed();
    otherTag.signatureInput =
        input -> "other" + input.substring(4).replace("adcp/request", "else") + ", " + input;
    otherTag.signature = value -> "other" + value.substring(4) + ", " + value;
    assertThat(verifier(unlabelled).verify(otherTag.request())).isInstanceOf(Verified.class);
  }

  @Test
  void step2_missingParameter_isIncomplete() {
    List<Consumer<Draft>> missing =
        List.of(
            d -> d.created = null,
            d -> d.expires = null,
            d -> d.nonce = null,
            d -> d.keyId = null,
            d -> d.alg = null,
            d -> d.tag = null);
    assertThat(missing)
        .allSatisfy(
            change -> assertThat(verify(change)).isEqualTo(rejected("params_incomplete", "2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "AAAAAAAAAAAAAAAAAAAA+/"
      })
  void step2_nonceThatIsNot16BytesOfBase64url_isMalformed(String nonce) {
    assertThat(verify(d -> d.nonce = nonce)).isEqualTo(rejected("header_malformed", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adcp/request-signing/v2", "ADCP/request-signing/v1", ""})
  void step3_otherTag_isInvalid(String tag) {
    assertThat(verify(d -> d.tag = tag)).isEqualTo(rejected("tag_invalid", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac-sha256", "rsa-v1_5-sha256", "ED25519", "none"})
  void step4_otherAlgorithm_isNotAllowed(String alg) {
    assertThat(verify(d -> d.alg = alg)).isEqualTo(rejected("alg_not_allowed", "4"));
  }

  @Test
  void step5_windowIsJudgedByTheDatabasesTime() {
    assertThat(verify(d -> d.expires = NOW + 301)).isEqualTo(rejected("window_invalid", "5"));
    assertThat(
            verify(
                d -> {
                  d.created = NOW - 400;
                  d.expires = NOW - 120;
                }))
        .isEqualTo(rejected("window_invalid", "5"));
  }

  @Test
  void step6_missingComponent_isIncomplete() {
    for (String left : List.of("@method", "@target-uri", "@authority", "content-type")) {
      assertThat(verify(d -> d.components = except(d.components, left)))
          .as(left)
          .isEqualTo(rejected("components_incomplete", "6"));
    }
  }

  @Test
  void step6_bodyWithoutContent_needsNoDigest() {
    Verification found =
        verify(
            d -> {
              d.body = EMPTY;
              d.components = List.of("@method", "@target-uri", "@authority");
            });
    assertThat(found).isInstanceOf(Verified.class);
  }

  @Test
  void step6_coveredDigestThatIsAbsent_isIncomplete() {
    Request request = Draft.signed().request();
    assertThat(verify(without(request, "Content-Digest")))
        .isEqualTo(rejected("components_incomplete", "6"));
  }

  @Test
  void step6_digestPolicy_requiresOrForbids() {
    Draft uncovered = Draft.signed();
    uncovered.components = except(uncovered.components, "content-digest");
    assertThat(verify(policy(Profile.DigestPolicy.REQUIRED), uncovered.request()))
        .isEqualTo(rejected("components_incomplete", "6"));
    assertThat(verify(policy(Profile.DigestPolicy.FORBIDDEN), Draft.signed().request()))
        .isEqualTo(rejected("components_unexpected", "6"));
    uncovered.contentDigest = "sha-256=:AAAA:";
    assertThat(verify(policy(Profile.DigestPolicy.FORBIDDEN), uncovered.request()))
        .isInstanceOf(Verified.class);
  }

  /** Whoever signs a form of the field, or a part of it, speaks for the body as well. */
  @Test
  void step11_signedDigestInAnotherForm_isCheckedToo() {
    Draft draft = Draft.signed();
    draft.components = except(draft.components, "content-digest");
    draft.components =
        Stream.concat(draft.components.stream(), Stream.of("content-digest;bs")).toList();
    Request signed = draft.request();
    Request tampered =
        new Request(
            signed.method(),
            signed.target(),
            signed.fields(),
            "{\"plan\":2}".getBytes(StandardCharsets.UTF_8));
    Profile either = policy(Profile.DigestPolicy.EITHER);
    assertThat(verify(either, tampered)).isEqualTo(rejected("digest_mismatch", "11"));
    assertThat(verify(either, signed)).isInstanceOf(Verified.class);
    assertThat(verify(policy(Profile.DigestPolicy.FORBIDDEN), draft.request()))
        .isEqualTo(rejected("components_unexpected", "6"));
    assertThat(verify(policy(Profile.DigestPolicy.REQUIRED), draft.request()))
        .isEqualTo(rejected("components_incomplete", "6"));
  }

  @Test
  void step6_fieldThatTheApplicationWantsCovered_isAskedFor() {
    Request request = Draft.signed().request();
    ProfileVerifier verifier = verifier(Profile.ADCP_REQUEST_3_1);
    assertThat(
            judged(
                verifier.verifyReceived(
                    request, verifier.fields(request), List.of("idempotency-key"))))
        .isEqualTo(rejected("components_incomplete", "6"));
  }
}
