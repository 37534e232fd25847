package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.testing.Vectors;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalNumberTest {

  @Test
  void everyDoubleOfRfc8785AppendixB_hasTheExpectedForm() throws Exception {
    JsonNode vectors = Vectors.json(Vectors.path("jcs/rfc8785-appendix-b-numbers.json"));
    assertThat(vectors).isNotEmpty();
    for (JsonNode vector : vectors) {
      double value =
          Double.longBitsToDouble(Long.parseUnsignedLong(vector.get("ieee754_hex").asText(), 16));
      if (vector.path("must_fail").asBoolean()) {
        // JSON has no such number: what stands for it is no JSON, or too large
        assertThat(Double.isFinite(value)).isFalse();
      } else {
        String expected = vector.get("expected").asText();
        assertThat(CanonicalNumber.of(anyDecimalOf(value))).isEqualTo(expected);
        assertThat(CanonicalNumber.of(expected)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "-0.0e5,0",
    "0e999999999999,0",
    "0.000,0",
    "1,1",
    "-17,-17",
    "1.0,1",
    "1E0,1",
    "100e-2,1",
    "0.1,0.1",
    "1e-1,0.1",
    "10.50,10.5",
    "1e21,1e+21",
    "1e20,100000000000000000000",
    "0.000001,0.000001",
    "0.0000001,1e-7",
    "9007199254740992,9007199254740992",
    "9007199254740994,9007199254740994",
    "4.50,4.5",
    "2e-3,0.002",
    "5e-324,5e-324",
    "1.7976931348623157e308,1.7976931348623157e+308",
    "100000000000000000000000,1e+23",
    "1152921504606847000,1152921504606847000",
    "1e0000000000000000000000000000000000000002,100"
  })
  void numberADoubleHolds_hasItsShortestForm(String text, String canonical) throws Exception {
    assertThat(CanonicalNumber.of(text)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9007199254740993",
        "1e400",
        "-1e400",
        "1e-400",
        "1e1000000000",
        "1e-1000000000",
        "1e99999999999999999999",
        "-1e-99999999999999999999",
        "0.10000000000000001",
        "333333333.33333329",
        "1.7976931348623159e308",
        "2e-324",
        "99999999999999.999",
        "1152921504606846976",
        "0.1000000000000000055511151231257827021181583404541015625"
      })
  void numberADoubleDoesNotHold_isRefused(String text) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThatThrownBy(() -> CanonicalNumber.of(text))
                .isInstanceOf(UnacceptableBodyException.class)
                .hasMessageContaining("send it as a string")
                .message()
                .doesNotContain(text));
  }

  @Test
  void randomDoubles_areShortestAndReadBackAsThemselves() throws Exception {
    Random random = new Random(8785);
    for (int i = 0; i < 4_000; i++) {
      double value = i < 400 ? i * Double.MIN_VALUE : Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) {
        continue;
      }
      String canonical = CanonicalNumber.of(anyDecimalOf(value));
      assertThat(Double.parseDouble(canonical)).isEqualTo(value == 0 ? 0.0 : value);
      assertThat(digits(canonical)).as(canonical).isEqualTo(fewestDigits(value));
      assertThat(CanonicalNumber.of(canonical)).isEqualTo(canonical);
    }
  }

  /** The shortest decimal, found by trial and laid out otherwise than ECMAScript does. */
  private static String anyDecimalOf(double value) {
    if (value == 0) {
      return "-0.00";
    }
    BigDecimal exact = new BigDecimal(value);
    int digits = fewestDigits(value);
    return Stream.of(RoundingMode.HALF_EVEN, RoundingMode.FLOOR, RoundingMode.CEILING)
        .map(mode -> exact.round(new MathContext(digits, mode)))
        .filter(decimal -> decimal.doubleValue() == value)
        .findFirst()
        .orElseThrow()
        .toPlainString();
  }

  private static int digits(String canonical) {
    return new BigDecimal(canonical).stripTrailingZeros().precision();
  }

  /** By trial: the first precision at which rounding either way gives the value back. */
  private static int fewestDigits(double value) {
    BigDecimal exact = new BigDecimal(value);
    int precision = 1;
    while (exact.round(new MathContext(precision, RoundingMode.FLOOR)).doubleValue() != value
        && exact.round(new MathContext(precision, RoundingMode.CEILING)).doubleValue() != value) {
      precision++;
    }
    return precision;
  }
}
