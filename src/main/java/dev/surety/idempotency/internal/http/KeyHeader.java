package dev.surety.idempotency.internal.http;

import dev.surety.core.VisibleAscii;
import dev.surety.core.http.Problem;
import java.util.List;
import java.util.regex.Pattern;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/**
 * Reads the idempotency key from its header lines.
 *
 * <p>A string of RFC 8941 and its bare text are the same key: {@code "abc"} and {@code abc}. A bare
 * key is taken as it stands, but has neither quotes nor a comma before a blank, which is how
 * servers join repeated lines.
 */
final class KeyHeader {

  static final int MAX_LENGTH = 255;

  private KeyHeader() {}

  /** What the header lines held. */
  sealed interface Result permits Key, Missing, Invalid {}

  /** One key, without quotes; {@code toString} does not tell it. */
  record Key(String value) implements Result {
    @Override
    public String toString() {
      return "Key";
    }
  }

  /** No such header line. */
  record Missing() implements Result {}

  /** Something that is not exactly one key; the detail does not echo it. */
  record Invalid(Problem problem, String detail) implements Result {}

  /**
   * @param lines the header's values, one per line as received
   * @param allowed matches the whole key, after unquoting
   * @param minLength fewest characters of a key
   */
  static Result parse(List<String> lines, Pattern allowed, int minLength) {
    if (lines.isEmpty()) {
      return new Missing();
    }
    if (lines.size() > 1) {
      return repeated();
    }
    String line = withoutBlanks(lines.get(0));
    if (line.startsWith("\"")) {
      return quoted(line, allowed, minLength);
    }
    if (line.contains(", ") || line.contains(",\t")) {
      return repeated();
    }
    if (line.contains("\"")) {
      return invalid("The key has a quote; send it whole in quotes, or without any.");
    }
    return checked(line, allowed, minLength);
  }

  private static Result quoted(String line, Pattern allowed, int minLength) {
    try {
      Item<?> item = Parser.parseItem(line);
      if (!item.getParams().isEmpty()) {
        return invalid("The key has parameters; send the quoted key alone.");
      }
      if (item instanceof StringItem string) {
        return checked(string.get(), allowed, minLength);
      }
    } catch (ParseException e) {
      // its message echoes the header, so it stays here
    }
    return invalid("The key is not one quoted string (RFC 8941); close its quotes, add nothing.");
  }

  private static Result checked(String key, Pattern allowed, int minLength) {
    if (key.isEmpty()) {
      return invalid("The key is empty; send 1 to 255 visible ASCII characters.");
    }
    if (key.length() > MAX_LENGTH || !VisibleAscii.isAll(key)) {
      return invalid("The key is not 1 to 255 visible ASCII characters without blanks.");
    }
    if (key.length() < minLength) {
      return invalid("The key is too short; send at least " + minLength + " characters.");
    }
    if (!allowed.matcher(key).matches()) {
      return invalid("The key does not have the form this service asks for.");
    }
    return new Key(key);
  }

  /** Only blanks: {@link String#trim} would take control characters away unseen. */
  private static String withoutBlanks(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static Invalid repeated() {
    return new Invalid(
        IdempotencyProblem.KEY_REPEATED, "The key's header came twice; send one key once.");
  }

  private static Invalid invalid(String detail) {
    return new Invalid(IdempotencyProblem.KEY_INVALID, detail);
  }
}
