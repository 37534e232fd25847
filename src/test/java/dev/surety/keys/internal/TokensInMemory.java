package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import dev.surety.keys.TokenClaims;
import dev.surety.keys.TokenVerification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;

/** A ring in memory with a key in each state, and its tokens. */
abstract class TokensInMemory {

  static final Ring RING = Ring.token("tokens");
  static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);
  static final String HEX_64 = "0123456789abcdef".repeat(4);
  static final Instant END = MemoryRings.START.plusSeconds(60);
  static final TokenClaims CLAIMS = new TokenClaims("reset", "alice", END);

  final MemoryRings rings = new MemoryRings();
  final StoredTokens tokens = rings.tokens(Duration.ofSeconds(5));
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

  TokenVerification check(String purpose, String audience, byte[] message, String token) {
    return tokens.check(RING, purpose, audience, message, token);
  }

  /** All of these keys have one secret. */
  String signedBy(String kid) {
    return TokenText.first(kid, new HmacKey(secret, MacInput.prefix(kid)).mac(MESSAGE));
  }
}
