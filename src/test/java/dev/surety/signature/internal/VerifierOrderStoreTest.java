package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.replay.KeyId;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the verifier asks the store of nonces, and when. */
class VerifierOrderStoreTest {

  private static final Instant NOW = VerifierFixture.NOW;
  private static final PartnerKey KEY = PartnerKey.ed25519("key-1");
  private static final PartnerKey FORGER = PartnerKey.ed25519("key-1");

  private VerifierFixture fixture;

  @BeforeEach
  void open() {
    fixture = new VerifierFixture(NOW);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void keyAtItsCapacity_isRateAbuse_beforeItsSignatureIsLookedAt() {
    fixture.fresh("surety.replay.cap", "1");
    assertThat(code(verify(letter().signedBy(FORGER)))).isEqualTo("10 request_signature_invalid");
    assertThat(verify(letter().signedBy(KEY))).isInstanceOf(Verified.class);
    assertThat(code(verify(letter().signedBy(FORGER))))
        .isEqualTo("9a request_signature_rate_abuse");
  }

  @Test
  void requestThatIsRefused_costsItsKeyNoCapacity() {
    for (Parcel refused :
        List.of(
            letter().signedBy(FORGER),
            letter().signedBy(KEY).withBody("other"),
            letter().parameter("expires", NOW.getEpochSecond() - 100).signedBy(KEY))) {
      assertThat(verify(refused)).isInstanceOf(Rejected.class);
    }
    assertThat(fixture.nonces().liveCount(new KeyId(VerifierFixture.ISSUER, KEY.kid()))).isZero();
  }

  @Test
  void requestSentAgain120SecondsAfterItsExpiry_isRefused_thoughItsNonceIsForgotten() {
    Parcel parcel = letter().signedBy(KEY);
    assertThat(verify(parcel)).isInstanceOf(Verified.class);
    Instant expiry = NOW.plusSeconds(240);
    fixture.moveTo(expiry.plusSeconds(59));
    assertThat(code(verify(parcel))).isEqualTo("12 request_signature_replayed");
    fixture.moveTo(expiry.plusSeconds(121));
    assertThat(fixture.nonces().sweep()).isEqualTo(1);
    assertThat(code(verify(parcel))).endsWith(" request_signature_window_invalid");
  }

  private static Letter letter() {
    return new Letter("POST", "https://shop.example/orders", "hello")
        .parameter("created", NOW.getEpochSecond())
        .parameter("expires", NOW.getEpochSecond() + 240);
  }

  private Verification verify(Parcel parcel) {
    byte[] jwks = PartnerKey.set(KEY).getBytes(StandardCharsets.UTF_8);
    List<Field> fields =
        parcel.fields().entrySet().stream().map(f -> new Field(f.getKey(), f.getValue())).toList();
    byte[] body = parcel.body().getBytes(StandardCharsets.UTF_8);
    return fixture
        .verifier(Profile.RFC9421, VerifierFixture.keys(jwks), VerifierFixture.NOTHING_REVOKED)
        .verify(new Request(parcel.method(), parcel.url(), fields, body));
  }

  private static String code(Verification verification) {
    return verification instanceof Rejected rejected
        ? rejected.step() + " " + rejected.code()
        : verification.toString();
  }
}
