package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The ring is looked at before the token. */
class TokenRingsTest extends TokensInMemory {

  private static final String LONE = "a\uD800";

  /** Every way to sign and verify, with tokens of every fate. */
  private List<ThrowingCallable> calls(Ring ring) {
    List<ThrowingCallable> calls = new ArrayList<>();
    calls.add(() -> tokens.sign(ring, MESSAGE));
    calls.add(() -> tokens.sign(ring, "message"));
    calls.add(() -> tokens.sign(ring, LONE));
    calls.add(() -> tokens.issue(ring, CLAIMS, MESSAGE));
    for (String token : new String[] {"k1:" + HEX_64, "kx:" + HEX_64, "k1:60:" + HEX_64, "none"}) {
      for (String message : new String[] {"message", LONE}) {
        calls.add(() -> tokens.verify(ring, message, token));
        calls.add(() -> tokens.verify(ring, message, token, "k1"));
        calls.add(() -> tokens.verify(ring, message, token, "old"));
      }
      calls.add(() -> tokens.verify(ring, MESSAGE, token));
      calls.add(() -> tokens.verify(ring, MESSAGE, token, "k1"));
      calls.add(() -> tokens.verify(ring, MESSAGE, token, "old"));
      calls.add(() -> tokens.check(ring, "reset", "alice", MESSAGE, token));
    }
    return calls;
  }

  @Test
  void emptyRing_isAStateError_thatSaysToSeed_whateverTheToken() {
    rings.keys.clear();
    for (ThrowingCallable call : calls(RING)) {
      assertThatIllegalStateException().isThrownBy(call).withMessageContaining("KeyRings.seed");
    }
    assertThat(rings.reads)
        .as("a ring that is empty is not read for each token")
        .hasValueLessThan(9);
  }

  @Test
  void ringThatIsNamedForAnotherUse_isRefused_whateverTheToken() {
    for (ThrowingCallable call : calls(Ring.webhook("tokens"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(call)
          .withMessageContaining("tokens need a ring of TOKEN");
    }
  }

  @Test
  void ringThatWasMadeForAnotherUse_isRefused_whateverTheToken() {
    rings.use = KeyUse.WEBHOOK;
    for (ThrowingCallable call : calls(RING)) {
      assertThatIllegalArgumentException()
          .isThrownBy(call)
          .withMessageContaining("made for WEBHOOK");
    }
  }
}
