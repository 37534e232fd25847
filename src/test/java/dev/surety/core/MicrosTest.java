package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MicrosTest {

  @Test
  void instants_areMicrosecondsSince1970_alsoInTheYear9999() {
    Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
    assertThat(Micros.of(Instant.EPOCH)).isZero();
    assertThat(Micros.of(last)).isEqualTo(253_402_300_799_999_999L);
    assertThat(Micros.instant(Micros.of(last))).isEqualTo(last);
  }

  @Test
  void whatIsFiner_isCutOff() {
    assertThat(Micros.of(Instant.EPOCH.plusNanos(2_999))).isEqualTo(2);
    assertThat(Micros.of(Duration.ofNanos(2_999))).isEqualTo(2);
  }

  @Test
  void durations_areKept() {
    assertThat(Micros.duration(Micros.of(Duration.ofDays(40_000))))
        .isEqualTo(Duration.ofDays(40_000));
  }
}
