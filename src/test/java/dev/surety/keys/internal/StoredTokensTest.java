package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import dev.surety.keys.TokenClaims;
import dev.surety.keys.TokenVerification;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Malformed;
import dev.surety.keys.TokenVerification.SignatureMismatch;
import dev.surety.keys.TokenVerification.UnknownKid;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.TokenVerification.WrongKid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of both forms, without a database. */
class StoredTokensTest {

  private static final Ring RING = Ring.token("tokens");
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);
  private static final String HEX_64 = "0123456789abcdef".repeat(4);
  private static final Instant END = MemoryRings.START.plusSeconds(60);
  private static final TokenClaims CLAIMS = new TokenClaims("reset", "alice", END);

  private final MemoryRings rings = new MemoryRings();
  private final StoredTokens tokens = rings.tokens(Duration.ofSeconds(5));
  private final byte[] secret = KeysFixture.secret().bytes();

  @BeforeEach
  void addKeys() {
    rings.add(
        RING, "retired", KeyState.RETIRED, KeysFixture.secret().bytes(), END.minusSeconds(99));
    rings.add(RING, "gone", KeyState.DESTROYED, secret, null);
    rings.add(RING, "old", KeyState.GRACE, secret, END);
    rings.add(RING, "next", KeyState.PREPARED, secret, null);
    rings.add(RING, "k1", KeyState.ACTIVE, secret, null);
  }

  @Test
  void knownAnswers_ofBothForms_areMet() throws IOException {
    JsonNode known = HmacKeyTest.json("tokens.json");
    MemoryRings one = new MemoryRings();
    String kid = known.get("kid").asText();
    byte[] bytes = HexFormat.of().parseHex(known.get("secret").asText());
    one.add(RING, kid, KeyState.ACTIVE, bytes, null);
    StoredTokens signer = one.tokens(Duration.ofSeconds(5));
    String message = known.get("message").asText();
    assertThat(signer.sign(RING, message)).isEqualTo(known.get("first").asText());
    TokenClaims claims =
        new TokenClaims(
            known.get("purpose").asText(),
            known.get("audience").asText(),
            Instant.ofEpochSecond(known.get("expiry").asLong()));
    assertThat(signer.issue(RING, claims, message.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(known.get("second").asText());
  }

  @Test
  void token_isOfTheActiveKey_andValidForItsMessageOnly() {
    String token = tokens.sign(RING, MESSAGE);
    assertThat(token).matches("k1:[0-9a-f]{64}").isEqualTo(tokens.sign(RING, "message"));
    assertThat(tokens.verify(RING, MESSAGE, token)).isEqualTo(new Valid("k1", false));
    assertThat(tokens.verify(RING, "message", token)).isEqualTo(new Valid("k1", false));
    assertThat(tokens.verify(RING, OTHER, token)).isEqualTo(new SignatureMismatch("k1"));
  }

  @Test
  void hexOfEitherCase_isRead() {
    String token = tokens.sign(RING, MESSAGE);
    String upper = "k1:" + token.substring(3).toUpperCase(Locale.ROOT);
    assertThat(tokens.verify(RING, MESSAGE, upper)).isEqualTo(new Valid("k1", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "k1",
        "k1:",
        "k1:00",
        "k1:" + "g000000000000000000000000000000000000000000000000000000000000000",
        "k1::0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "k 1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ":0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "k1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        "k1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde ",
        "k1:\uFF10123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void textThatIsNoToken_isMalformed(String text) {
    assertThat(tokens.verify(RING, MESSAGE, text)).isEqualTo(new Malformed());
    assertThat(tokens.verify(RING, MESSAGE, text, "k1")).isEqualTo(new Malformed());
    assertThat(tokens.check(RING, "reset", "alice", MESSAGE, text)).isEqualTo(new Malformed());
  }

  @Test
  void kid_of64Characters_isRead_andOneMoreIsMalformed() {
    assertThat(tokens.verify(RING, MESSAGE, "k".repeat(64) + ":" + HEX_64))
        .isEqualTo(new UnknownKid("k".repeat(64)));
    assertThat(tokens.verify(RING, MESSAGE, "k".repeat(65) + ":" + HEX_64))
        .isEqualTo(new Malformed());
  }

  @Test
  void unknownKid_isTold() {
    assertThat(tokens.verify(RING, MESSAGE, "kx:" + HEX_64)).isEqualTo(new UnknownKid("kx"));
  }

  @Test
  void pinnedKid_refusesOthers_whateverTheirSignature() {
    String token = tokens.sign(RING, MESSAGE);
    assertThat(tokens.verify(RING, MESSAGE, token, "k1")).isEqualTo(new Valid("k1", false));
    assertThat(tokens.verify(RING, MESSAGE, token, "old")).isEqualTo(new WrongKid("k1"));
    assertThat(tokens.verify(RING, "message", token, "k1")).isEqualTo(new Valid("k1", false));
    assertThat(tokens.verify(RING, "message", token, "old")).isEqualTo(new WrongKid("k1"));
    assertThat(tokens.verify(RING, MESSAGE, "kx:" + HEX_64, "k1")).isEqualTo(new WrongKid("kx"));
  }

  @Test
  void keyInGrace_verifiesUntilItsEnd_andAsksForResigning() {
    String token = signedBy("old");
    assertThat(tokens.verify(RING, MESSAGE, token)).isEqualTo(new Valid("old", true));
    rings.pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(tokens.verify(RING, MESSAGE, token)).isEqualTo(new Valid("old", true));
  }

  @Test
  void keyInGrace_verifiesNothingFromItsEndOn_alsoWhileTheViewIsCached() {
    StoredTokens cached = rings.tokens(Duration.ofMinutes(10));
    String token = signedBy("old");
    assertThat(cached.verify(RING, MESSAGE, token)).isEqualTo(new Valid("old", true));
    rings.pass(Duration.ofSeconds(60));
    int reads = rings.reads.get();
    assertThat(cached.verify(RING, MESSAGE, token)).isEqualTo(new Expired("old"));
    assertThat(rings.reads).hasValue(reads);
  }

  @Test
  void retiredAndDestroyedKeys_verifyNothing() {
    assertThat(tokens.verify(RING, MESSAGE, "retired:" + HEX_64)).isEqualTo(new Expired("retired"));
    assertThat(tokens.verify(RING, MESSAGE, signedBy("gone"))).isEqualTo(new Expired("gone"));
  }

  @Test
  void preparedKey_verifies_andSignsNothing() {
    assertThat(tokens.verify(RING, MESSAGE, signedBy("next"))).isEqualTo(new Valid("next", false));
    assertThat(tokens.sign(RING, MESSAGE)).startsWith("k1:");
  }

  @Test
  void emptyRing_isAStateError_thatSaysToSeed() {
    rings.keys.clear();
    for (Runnable call :
        new Runnable[] {
          () -> tokens.sign(RING, MESSAGE),
          () -> tokens.issue(RING, CLAIMS, MESSAGE),
          () -> tokens.verify(RING, MESSAGE, "k1:" + HEX_64)
        }) {
      assertThatIllegalStateException()
          .isThrownBy(call::run)
          .withMessageContaining("KeyRings.seed");
    }
  }

  @Test
  void ringOfAnotherUse_isRefused() {
    Ring webhook = Ring.webhook("tokens");
    assertThatIllegalArgumentException().isThrownBy(() -> tokens.sign(webhook, MESSAGE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.verify(webhook, MESSAGE, "k1:" + HEX_64));
    rings.use = KeyUse.WEBHOOK;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.sign(RING, MESSAGE))
        .withMessageContaining("made for WEBHOOK");
  }

  @Test
  void claims_areBoundToPurposeAudienceExpiryAndMessage() {
    String token = tokens.issue(RING, CLAIMS, MESSAGE);
    assertThat(token).matches("k1:" + END.getEpochSecond() + ":[0-9a-f]{64}");
    assertThat(check("reset", "alice", MESSAGE, token)).isEqualTo(new Valid("k1", false));
    SignatureMismatch mismatch = new SignatureMismatch("k1");
    assertThat(check("login", "alice", MESSAGE, token)).isEqualTo(mismatch);
    assertThat(check("reset", "bob", MESSAGE, token)).isEqualTo(mismatch);
    assertThat(check("reset", "alice", OTHER, token)).isEqualTo(mismatch);
    assertThat(check("reseta", "lice", MESSAGE, token)).isEqualTo(mismatch);
    assertThat(check("reset", "alicem", "essage".getBytes(StandardCharsets.UTF_8), token))
        .isEqualTo(mismatch);
    String later = token.replace(":" + END.getEpochSecond(), ":" + (END.getEpochSecond() + 1));
    assertThat(check("reset", "alice", MESSAGE, later)).isEqualTo(mismatch);
  }

  @Test
  void claims_expireAtTheirTime_byTheDatabasesClock_andOnlyWhereTheSignatureIsRight() {
    String token = tokens.issue(RING, CLAIMS, MESSAGE);
    rings.pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(check("reset", "alice", MESSAGE, token)).isEqualTo(new Valid("k1", false));
    rings.pass(Duration.ofNanos(1));
    assertThat(check("reset", "alice", MESSAGE, token)).isEqualTo(new Expired("k1"));
    assertThat(check("reset", "bob", MESSAGE, token)).isEqualTo(new SignatureMismatch("k1"));
  }

  @Test
  void noTokenOfOneForm_passesAsTheOther() {
    String first = tokens.sign(RING, MESSAGE);
    String second = tokens.issue(RING, CLAIMS, MESSAGE);
    assertThat(check("reset", "alice", MESSAGE, first)).isEqualTo(new Malformed());
    assertThat(tokens.verify(RING, MESSAGE, second)).isEqualTo(new Malformed());
    String mac = second.substring(second.lastIndexOf(':') + 1);
    assertThat(tokens.verify(RING, MESSAGE, "k1:" + mac)).isEqualTo(new SignatureMismatch("k1"));
    String expiry = ":" + END.getEpochSecond() + ":";
    assertThat(check("reset", "alice", MESSAGE, first.replace(":", expiry)))
        .isEqualTo(new SignatureMismatch("k1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "+1", "-1", "", "253402300800", "9999999999999", "1 "})
  void expiry_isWrittenInOneWayOnly(String expiry) {
    assertThat(check("reset", "alice", MESSAGE, "k1:" + expiry + ":" + HEX_64))
        .isEqualTo(new Malformed());
  }

  @Test
  void loneSurrogates_areNoText() {
    assertThatIllegalArgumentException().isThrownBy(() -> tokens.sign(RING, "a\uD800"));
    String token = tokens.sign(RING, "a?");
    assertThat(tokens.verify(RING, "a\uD800", token)).isEqualTo(new SignatureMismatch("k1"));
    assertThat(tokens.verify(RING, "a\uD800", "x")).isEqualTo(new Malformed());
  }

  @Test
  void randomTokensAndMutations_areNeverAccepted_andNeverThrow() {
    Random random = new Random(20260418);
    String first = tokens.sign(RING, MESSAGE);
    String second = tokens.issue(RING, CLAIMS, MESSAGE);
    Set<String> right = Set.of(first, second, signedBy("old"), signedBy("next"));
    for (int i = 0; i < Integer.getInteger("surety.fuzz", 20_000); i++) {
      String original = i % 2 == 0 ? first : second;
      String token = i % 3 == 0 ? random(random) : mutated(original, random);
      boolean isRight = right.contains(token.toLowerCase(Locale.ROOT));
      assertRefused(token, isRight, tokens.verify(RING, MESSAGE, token));
      assertRefused(token, isRight, tokens.verify(RING, MESSAGE, token, "k1"));
      assertRefused(token, isRight, check("reset", "alice", MESSAGE, token));
      if (i % 7 == 0) {
        assertRefused(token, false, tokens.verify(RING, random(random), original));
      }
    }
  }

  private static void assertRefused(String token, boolean isRight, TokenVerification found) {
    if (found.isValid() && !isRight) {
      throw new AssertionError("accepted: " + token);
    }
  }

  private static String mutated(String token, Random random) {
    StringBuilder text = new StringBuilder(token);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(7))));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, (char) random.nextInt(0x3000));
        case 3 -> text.setCharAt(at, "0123456789abcdefABCDEF:-".charAt(random.nextInt(24)));
        default -> text.append(text.charAt(at));
      }
    }
    return text.toString();
  }

  private static String random(Random random) {
    String kid =
        new String[] {"k1", "old", "next", "gone", "k" + random.nextInt(5), ""}[random.nextInt(6)];
    StringBuilder text = new StringBuilder(kid).append(random.nextBoolean() ? ":" : ":1776520860:");
    int length = random.nextInt(4) == 0 ? random.nextInt(70) : 64;
    for (int i = 0; i < length; i++) {
      text.append("0123456789abcdef".charAt(random.nextInt(16)));
    }
    return text.toString();
  }

  private TokenVerification check(String purpose, String audience, byte[] message, String token) {
    return tokens.check(RING, purpose, audience, message, token);
  }

  /** All of these keys have one secret. */
  private String signedBy(String kid) {
    return TokenText.first(kid, new HmacKey(secret, MacInput.prefix(kid)).mac(MESSAGE));
  }
}
