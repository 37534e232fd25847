package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Known values, reckoned elsewhere: rows out there hold them. */
class ShortHashTest {

  @Test
  void bytes_giveTheStartOfTheirSha256() {
    assertThat(ShortHash.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(UUID.fromString("ba7816bf-8f01-cfea-4141-40de5dae2223"));
  }

  @Test
  void texts_areHashedInUtf8EachBehindItsLength() {
    assertThat(ShortHash.of("a"))
        .isEqualTo(UUID.fromString("72ff6b02-949d-ad95-006c-343e3db31500"));
    assertThat(ShortHash.of("é"))
        .isEqualTo(UUID.fromString("d1e9fa62-4015-7ad2-f940-1c2bd40da330"));
    assertThat(ShortHash.of("shop", "", "url", "https://example.com/hook"))
        .isEqualTo(UUID.fromString("5fc2e142-e460-03b7-b6ca-ab11a3c5fec7"));
  }

  @Test
  void tuplesOfTheSameText_neverMeet() {
    assertThat(
            new UUID[] {
              ShortHash.of("ab"),
              ShortHash.of("a", "b"),
              ShortHash.of("ab", ""),
              ShortHash.of("", "ab"),
              ShortHash.of("ab".getBytes(StandardCharsets.US_ASCII))
            })
        .doesNotHaveDuplicates();
  }
}
