package dev.surety.keys.internal;

import dev.surety.keys.TokenVerification;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is sent instead of a token. */
class TokenFuzzTest extends TokensInMemory {

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
}
