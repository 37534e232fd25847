package dev.surety.signature.internal;

import static dev.surety.signature.internal.VerifierFixture.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.UnavailableException;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.VerificationKey;
import dev.surety.signature.internal.message.BinaryAlphabet;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps in their order, each by a request that is wrong in that step and right before it. */
class ProfileVerifierStoreTest {

  private static final long NOW = VerifierFixture.NOW.getEpochSecond();
  private static final byte[] EMPTY = {};

  private static VerifierFixture fixture;

  private KeyResolver keys;
  private Status revocation;

  @BeforeAll
  static void open() {
    fixture = new VerifierFixture(VerifierFixture.NOW);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @BeforeEach
  void reset() {
    keys = (keyId, message) -> new Found(Draft.KEY);
    revocation = Status.NOT_REVOKED;
  }

  @Test
  void validRequest_isVerifiedOnce_thenReplayed() {
    Request request = Draft.signed().request();
    Verification first = verify(request);
    assertThat(first).isInstanceOf(Verified.class);
    assertThat(((Verified) first).signer().owner()).isEqualTo("owner");
    assertThat(((Verified) first).signer().components()).contains("\"@method\"");
    assertThat(verify(request)).isEqualTo(rejected("replayed", "12"));
  }

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

  @Test
  void step6_fieldThatTheApplicationWantsCovered_isAskedFor() {
    Request request = Draft.signed().request();
    ProfileVerifier verifier = verifier(Profile.ADCP_REQUEST_3_1);
    assertThat(
            judged(verifier.verify(request, verifier.fields(request), List.of("idempotency-key"))))
        .isEqualTo(rejected("components_incomplete", "6"));
  }

  @Test
  void step7_keyThatIsNotFound_tellsWhy() {
    keys = (keyId, message) -> new KeyResolver.Unknown();
    assertThat(verify(d -> {})).isEqualTo(rejected("key_unknown", "7"));
    keys = (keyId, message) -> new KeyResolver.Unavailable();
    assertThat(verify(d -> {})).isEqualTo(rejected("jwks_unavailable", "7"));
    keys = (keyId, message) -> new KeyResolver.Untrusted();
    assertThat(verify(d -> {})).isEqualTo(rejected("jwks_untrusted", "7"));
    keys =
        (keyId, message) -> {
          throw new IllegalStateException("broken");
        };
    assertThat(verify(d -> {})).isEqualTo(rejected("jwks_unavailable", "7"));
  }

  @Test
  void step7_keyIdOutOfBounds_isUnknown() {
    assertThat(verify(d -> d.keyId = "")).isEqualTo(rejected("key_unknown", "7"));
    assertThat(verify(d -> d.keyId = "k".repeat(257))).isEqualTo(rejected("key_unknown", "7"));
  }

  @Test
  void step8_keyForSomethingElse_isRefused() {
    keys = (keyId, message) -> new Found(purpose("governance-signing"));
    assertThat(verify(d -> {})).isEqualTo(rejected("key_purpose_invalid", "8"));
  }

  @Test
  void step9_revokedOrUnknowable_isRefusedBeforeCryptography() {
    Consumer<Draft> garbage = d -> d.signature = v -> "sig1=:" + "A".repeat(86) + ":";
    revocation = Status.REVOKED;
    assertThat(verify(garbage)).isEqualTo(rejected("key_revoked", "9"));
    revocation = Status.STALE;
    assertThat(verify(garbage)).isEqualTo(rejected("revocation_stale", "9"));
  }

  @Test
  void step9a_fullKey_isRefusedBeforeCryptography() {
    fixture.fresh("surety.replay.cap", "1");
    fixture
        .nonces()
        .remember(
            new KeyId(VerifierFixture.ISSUER, "key-1"),
            "another",
            VerifierFixture.NOW.plusSeconds(300));
    Verification found = verify(d -> d.signature = v -> "sig1=:" + "A".repeat(86) + ":");
    fixture.fresh();
    assertThat(found).isEqualTo(rejected("rate_abuse", "9a"));
  }

  @Test
  void step10_anyChangeOfWhatIsCovered_isInvalid() {
    Request request = Draft.signed().request();
    Request put = new Request("PUT", request.target(), request.fields(), request.body());
    Request moved =
        new Request(
            "POST", "https://seller.example.com/adcp/other", request.fields(), request.body());
    Request elsewhere =
        new Request(
            "POST",
            "https://other.example.com/adcp/create_media_buy",
            request.fields(),
            request.body());
    assertThat(List.of(put, moved, elsewhere))
        .allSatisfy(changed -> assertThat(verify(changed)).isEqualTo(rejected("invalid", "10")));
    assertThat(verify(request)).isInstanceOf(Verified.class);
  }

  @Test
  void step11_digestOfAnotherBody_isAMismatch() {
    Request request = Draft.signed().request();
    byte[] other = "{\"plan\":2}".getBytes(StandardCharsets.UTF_8);
    assertThat(verify(new Request("POST", request.target(), request.fields(), other)))
        .isEqualTo(rejected("digest_mismatch", "11"));
    assertThat(verify(d -> d.contentDigest = "md5=:AAAA:"))
        .isEqualTo(rejected("digest_mismatch", "11"));
  }

  @Test
  void step12_sameNonceSignedAgain_isReplayed() {
    Draft draft = Draft.signed();
    assertThat(verify(draft.request())).isInstanceOf(Verified.class);
    draft.expires = NOW + 200;
    assertThat(verify(draft.request())).isEqualTo(rejected("replayed", "12"));
  }

  @Test
  void step13_keyThatWasFilledSinceItWasAsked_isRateAbuse() {
    fixture.fresh("surety.replay.cap", "1");
    ReplayStore real = fixture.nonces();
    assertThat(verify(Draft.signed().request())).isInstanceOf(Verified.class);
    Verification found =
        judged(
            new ProfileVerifier(
                    Profile.ADCP_REQUEST_3_1,
                    keys,
                    key -> revocation,
                    askedTooEarly(real),
                    fixture.core().clock()::now)
                .verify(Draft.signed().request()));
    fixture.fresh();
    assertThat(found).isEqualTo(rejected("rate_abuse", "13"));
  }

  @Test
  void step13_expiryThatTheStoreRefuses_isWindowInvalid_andNothingIsSpent() {
    fixture.fresh("surety.replay.longest-span", "PT1M");
    Verification found = verify(d -> {});
    long live = fixture.nonces().liveCount(new KeyId(VerifierFixture.ISSUER, "key-1"));
    fixture.fresh();
    assertThat(found).isEqualTo(rejected("window_invalid", "13"));
    assertThat(live).isZero();
  }

  /** The store as it is, but that its key had room when it was asked. */
  private static ReplayStore askedTooEarly(ReplayStore store) {
    return (ReplayStore)
        Proxy.newProxyInstance(
            ReplayStore.class.getClassLoader(),
            new Class<?>[] {ReplayStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("atCapacity") ? false : method.invoke(store, arguments));
  }

  @Test
  void step14_ambiguousBody_burnsTheNonce() {
    Draft draft = Draft.signed();
    draft.body = "{\"plan\":1,\"plan\":2}".getBytes(StandardCharsets.UTF_8);
    Request request = draft.request();
    assertThat(verify(request)).isEqualTo(new Rejected("request_body_malformed", "14", ""));
    assertThat(verify(request)).isEqualTo(rejected("replayed", "12"));
  }

  @Test
  void twoIssuersWithOneKeyId_areIndependent() {
    Request request = Draft.signed().request();
    assertThat(verify(request)).isInstanceOf(Verified.class);
    keys = (keyId, message) -> new Found(issuer("https://other.example"));
    assertThat(verify(request)).isInstanceOf(Verified.class);
    assertThat(verify(request)).isEqualTo(rejected("replayed", "12"));
  }

  @Test
  void plainSignatureWithoutNonce_isAcceptedOnceAllTheSame() {
    Draft draft = Draft.signed();
    draft.alphabet = BinaryAlphabet.BASE64;
    draft.nonce = null;
    draft.expires = null;
    draft.tag = null;
    Request request = draft.request();
    assertThat(verifier(Profile.RFC9421).verify(request)).isInstanceOf(Verified.class);
    assertThat(verify(Profile.RFC9421, request)).isEqualTo(rejected("replayed", "12"));
  }

  @Test
  void unavailableStore_isNotDecided() {
    ProfileVerifier verifier =
        new ProfileVerifier(
            Profile.ADCP_REQUEST_3_1,
            keys,
            key -> revocation,
            fixture.nonces(),
            () -> {
              throw new UnavailableException("the database has not told its time", null);
            });
    assertThatThrownBy(() -> verifier.verify(Draft.signed().request()))
        .isInstanceOf(UnavailableException.class);
  }

  private Verification verify(Consumer<Draft> change) {
    return verify(Draft.signed().with(change).request());
  }

  private Verification verify(Request request) {
    return verify(Profile.ADCP_REQUEST_3_1, request);
  }

  private Verification verify(Profile profile, Request request) {
    return judged(verifier(profile).verify(request));
  }

  private ProfileVerifier verifier(Profile profile) {
    return fixture.verifier(profile, keys, key -> revocation);
  }

  private static Profile policy(Profile.DigestPolicy policy) {
    Profile profile = Profile.ADCP_REQUEST_3_1;
    return profile.with(
        profile.label(), profile.tag(), profile.components(), profile.algorithms(), policy);
  }

  private static Rejected rejected(String code, String step) {
    return new Rejected("request_signature_" + code, step, "");
  }

  private static VerificationKey purpose(String purpose) {
    return new VerificationKey(
        VerifierFixture.ISSUER,
        "owner",
        "key-1",
        Draft.PAIR.getPublic(),
        Set.of(SignatureAlgorithm.ED25519),
        "sig",
        Set.of("verify"),
        purpose);
  }

  private static VerificationKey issuer(String issuer) {
    return new VerificationKey(
        issuer,
        "owner",
        "key-1",
        Draft.PAIR.getPublic(),
        Set.of(SignatureAlgorithm.ED25519),
        "sig",
        Set.of("verify"),
        "request-signing");
  }

  private static List<String> except(List<String> names, String left) {
    return names.stream().filter(name -> !name.equals(left)).toList();
  }

  private static Request without(Request request, String name) {
    return new Request(
        request.method(),
        request.target(),
        request.fields().stream().filter(field -> !field.name().equals(name)).toList(),
        request.body());
  }

  private static Request with(Request request, String name, String value) {
    List<Field> fields = new ArrayList<>(request.fields());
    fields.add(new Field(name, value));
    return new Request(request.method(), request.target(), fields, request.body());
  }
}
