package dev.surety.idempotency.internal.http;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the idempotency key from its header lines. */
public final class KeyHeader {

  private KeyHeader() {}

  /** What the header lines held. */
  public sealed interface Result permits Key, Missing, Invalid {}

  /** One key, without quotes; {@code toString} does not tell it. */
  public record Key(String value) implements Result {
    @Override
    public String toString() {
      return "Key";
    }
  }

  /** No such header line. */
  public record Missing() implements Result {}

  /** Something that is not exactly one key; the detail does not echo it. */
  public record Invalid(Problem problem, String detail) implements Result {}

  /**
   * @param lines the header's values, one per line as received
   * @param allowed matches the whole key, after unquoting
   * @param minLength fewest characters of a key
   */
  public static Result parse(List<String> lines, Pattern allowed, int minLength) {
    throw new UnsupportedOperationException("not written yet");
  }
}
