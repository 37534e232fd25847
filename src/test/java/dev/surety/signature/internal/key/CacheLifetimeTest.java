package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheLifetimeTest {

  @Test
  void noHeader_givesTheLongest() {
    assertThat(CacheLifetime.of(Optional.empty())).isEqualTo(CacheLifetime.LONGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=600|600",
        "public, MAX-AGE=600|600",
        "max-age=\"600\"|600",
        "max-age=600, max-age=300|300",
        "max-age=1801|1800",
        "max-age=99999999999999999999|1800",
        "s-maxage=60|1800",
        "x-max-age=60|1800",
        "max-age=|1800",
        "max-age=60x|1800",
        "immutable|1800",
        "max-age=0|30",
        "max-age=29|30",
        "no-store|30",
        "No-Cache, max-age=900|30",
        "no-cache=\"set-cookie\"|30",
        "max-age=-1|1800"
      })
  void directive_shortensAndNeverLengthens(String header, int seconds) {
    assertThat(CacheLifetime.of(Optional.of(header)).toSeconds()).isEqualTo(seconds);
  }
}
