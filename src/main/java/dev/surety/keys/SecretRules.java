package dev.surety.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which bytes are plainly no secret. No I/O. */
final class SecretRules {

  /** Random bytes of the least length have fewer with odds of less than one in 10^20. */
  private static final int LEAST_DIFFERENT = 8;

  private static final List<String> WORDS =
      List.of("password", "passwort", "changeme", "change-me", "change_me", "secret", "default");

  private SecretRules() {}

  /** Why the bytes are refused, without telling them; {@code null} where they are not. */
  static @Nullable String weakness(byte[] bytes) {
    if (isRepeated(bytes)) {
      return "repeats a pattern";
    }
    if (isSequence(bytes)) {
      return "counts up or down";
    }
    if (IntStream.range(0, bytes.length).map(i -> bytes[i]).distinct().count() < LEAST_DIFFERENT) {
      return "has fewer than " + LEAST_DIFFERENT + " different bytes";
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (WORDS.stream().anyMatch(text::contains)) {
      return "contains a word that placeholders have";
    }
    return null;
  }

  /** Whether it is a shorter one written at least twice, the last time perhaps not to its end. */
  private static boolean isRepeated(byte[] bytes) {
    return IntStream.rangeClosed(1, bytes.length / 2).anyMatch(period -> repeats(bytes, period));
  }

  private static boolean repeats(byte[] bytes, int period) {
    return IntStream.range(period, bytes.length).allMatch(i -> bytes[i] == bytes[i - period]);
  }

  private static boolean isSequence(byte[] bytes) {
    return IntStream.range(2, bytes.length)
        .allMatch(i -> (byte) (bytes[i] - bytes[i - 1]) == (byte) (bytes[1] - bytes[0]));
  }
}
