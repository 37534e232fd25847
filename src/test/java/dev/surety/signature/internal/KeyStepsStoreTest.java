package dev.surety.signature.internal;

import static dev.surety.signature.internal.VerifierFixture.judged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.UnavailableException;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
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
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The steps from the key on: what it may, what it signed, and the nonce that is accepted once. */
class KeyStepsStoreTest extends VerifierSteps {

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
}
