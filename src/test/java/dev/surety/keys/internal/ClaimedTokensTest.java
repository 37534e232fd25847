package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Malformed;
import dev.surety.keys.TokenVerification.SignatureMismatch;
import dev.surety.keys.TokenVerification.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of the second form, and that neither form is the other. */
class ClaimedTokensTest extends TokensInMemory {

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
}
