package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  private static final Duration LONGEST = Duration.ofSeconds(300);

  @Test
  void fiveMinutes_areTheLongest() {
    assertThat(isOpen(0L, 300L)).isTrue();
    assertThat(isOpen(0L, 301L)).isFalse();
  }

  @Test
  void expiry_isAfterCreation() {
    assertThat(isOpen(0L, 1L)).isTrue();
    assertThat(isOpen(0L, 0L)).isFalse();
    assertThat(isOpen(0L, -1L)).isFalse();
  }

  @Test
  void creation_mayBeAMinuteAhead() {
    assertThat(isOpen(60L, 120L)).isTrue();
    assertThat(isOpen(61L, 120L)).isFalse();
  }

  @Test
  void expiry_mayBeAMinuteAgo() {
    assertThat(isOpen(-120L, -60L)).isTrue();
    assertThat(isOpen(-120L, -61L)).isFalse();
  }

  @Test
  void creationAlone_givesTheLongestSpan() {
    assertThat(isOpen(-360L, null)).isTrue();
    assertThat(isOpen(-361L, null)).isFalse();
  }

  @Test
  void expiryAlone_givesTheLongestSpan() {
    assertThat(isOpen(null, 360L)).isTrue();
    assertThat(isOpen(null, 361L)).isFalse();
  }

  @Test
  void neither_isNoWindow() {
    assertThat(Window.of(null, null, LONGEST)).isEmpty();
  }

  @Test
  void farthestTimes_overflowNothing() {
    assertThat(isOpen(-999_999_999_999_999L, 999_999_999_999_999L)).isFalse();
  }

  private static boolean isOpen(@Nullable Long created, @Nullable Long expires) {
    return Window.of(at(created), at(expires), LONGEST).orElseThrow().isOpen(NOW, LONGEST);
  }

  private static @Nullable Instant at(@Nullable Long seconds) {
    return seconds == null ? null : NOW.plusSeconds(seconds);
  }
}
