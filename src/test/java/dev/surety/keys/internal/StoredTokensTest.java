package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.keys.KeyState;
import dev.surety.keys.TokenClaims;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of the first form, without a database. */
class StoredTokensTest extends TokensInMemory {

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
  void loneSurrogates_areNoText() {
    assertThatIllegalArgumentException().isThrownBy(() -> tokens.sign(RING, "a\uD800"));
    String token = tokens.sign(RING, "a?");
    assertThat(tokens.verify(RING, "a\uD800", token)).isEqualTo(new SignatureMismatch("k1"));
    assertThat(tokens.verify(RING, "a\uD800", "x")).isEqualTo(new Malformed());
  }
}
