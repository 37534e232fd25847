package dev.surety.idempotency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.internal.Share.Sums;
import dev.surety.testing.MapConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

  private static final IdempotencySettings LIMITS =
      settings("surety.idempotency.max-rows", "6400", "surety.idempotency.max-bytes", "1000");

  @Test
  void unknownShare_isCountedAtOnce() {
    assertThat(Share.UNKNOWN.isFar(1, LIMITS)).isFalse();
    assertThat(Share.UNKNOWN.stored(10).isFar(1, LIMITS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 1, true",
    "3199, 0, 0, 0, 1, true",
    "3200, 0, 0, 0, 1, false",
    "0, 0, 99, 0, 1, true",
    "0, 0, 100, 0, 1, false",
    "0, 0, 0, 0, 101, false",
    "0, 500, 0, 0, 1, true",
    "0, 500, 0, 1, 1, false"
  })
  void shareFarFromItsLimits_canBeCountedLater(
      long rows, long bytes, long uncountedRows, long uncountedBytes, long asked, boolean far) {
    Share share = new Share(rows, bytes, uncountedRows, uncountedBytes);
    assertThat(share.isFar(asked, LIMITS)).isEqualTo(far);
  }

  @Test
  void insertRate_isAlwaysCountedAtOnce() {
    IdempotencySettings rated = settings("surety.idempotency.max-inserts-per-minute", "5");
    assertThat(new Share(0, 0, 0, 0).isFar(1, rated)).isFalse();
  }

  @Test
  void whatHappenedDuringACount_isStillUncounted() {
    Share before = new Share(10, 100, 3, 30);
    Share after = before.inserted(2).stored(5).counted(before, new Sums(13, 130, 3, 60));
    assertThat(after).isEqualTo(new Share(13, 130, 2, 5));
    assertThat(after.hasUncounted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"6400, 0, 5, 5", "6402, 0, 5, 3", "6500, 0, 5, 0", "10, 1001, 5, 0"})
  void sumsThatIncludeTheAskedKeys_tellHowManyAreAdmitted(
      long rows, long bytes, int asked, int admitted) {
    Sums sums = new Sums(rows, bytes, asked, 60);
    assertThat(Share.admitted(sums, asked, LIMITS)).isEqualTo(admitted);
  }

  private static IdempotencySettings settings(String... pairs) {
    Map<String, String> config = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      config.put(pairs[i], pairs[i + 1]);
    }
    return IdempotencySettings.of(new MapConfig(config));
  }
}
