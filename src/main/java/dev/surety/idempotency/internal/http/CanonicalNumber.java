package dev.surety.idempotency.internal.http;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The canonical form of a JSON number: ECMAScript's shortest one for a double (RFC 8785, 3.2.2.3).
 *
 * <p>A number passes only if reading it as a double and writing it again keeps its value, so 0.1
 * passes and 9007199254740993 does not. Every double then stands for one number: accepting its
 * exact decimal value besides the shortest would make 1152921504606846976 and 1152921504606847000
 * one.
 */
final class CanonicalNumber {

  /** Every integer this long is its own canonical form. */
  private static final int SAFE_DIGITS = 15;

  /** The longest that is worth reading: 5e-324 written out has 326 characters. */
  private static final int LONGEST = 400;

  private CanonicalNumber() {}

  /**
   * @param text a number as JSON allows it
   */
  static String of(String text) throws UnacceptableBodyException {
    if (isShortInteger(text)) {
      return text;
    }
    // its length first: BigDecimal takes the square of that
    double value = text.length() > LONGEST ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw notHeld();
    }
    if (value == 0) {
      // before BigDecimal, whose arithmetic would follow an exponent of a thousand million
      if (hasNonZeroDigit(text)) {
        throw notHeld();
      }
      return "0";
    }
    BigDecimal shortest = shortest(value);
    if (new BigDecimal(text).compareTo(shortest) != 0) {
      throw notHeld();
    }
    return ecmaScript(shortest);
  }

  private static boolean isShortInteger(String text) {
    return text.length() <= SAFE_DIGITS
        && !text.equals("-0")
        && text.chars().allMatch(c -> c == '-' || isDigit(c));
  }

  private static boolean hasNonZeroDigit(String text) {
    return text.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> isDigit(c) && c != '0');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
    if (digits.precision() != 2) {
      return digits;
    }
    // Java's form never has fewer than two digits, ECMAScript's may: 4.9E-324 is 5e-324 there
    BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    return one.doubleValue() == value ? one : digits;
  }

  /** Lays digits out as ECMA-262 Number::toString does. */
  private static String ecmaScript(BigDecimal number) {
    String digits = number.unscaledValue().abs().toString();
    int k = digits.length();
    int n = k - number.scale();
    StringBuilder out = new StringBuilder(32);
    if (number.signum() < 0) {
      out.append('-');
    }
    if (k <= n && n <= 21) {
      out.append(digits).append("0".repeat(n - k));
    } else if (0 < n && n <= 21) {
      out.append(digits, 0, n).append('.').append(digits, n, k);
    } else if (-6 < n && n <= 0) {
      out.append("0.").append("0".repeat(-n)).append(digits);
    } else {
      exponential(out, digits, n - 1);
    }
    return out.toString();
  }

  private static void exponential(StringBuilder out, String digits, int exponent) {
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
  }

  private static UnacceptableBodyException notHeld() {
    return new UnacceptableBodyException(
        "The body has a number that a double cannot hold exactly; send it as a string.");
  }
}
