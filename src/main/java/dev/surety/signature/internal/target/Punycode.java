package dev.surety.signature.internal.target;

import org.jspecify.annotations.Nullable;

/** Punycode (RFC 3492) in lower case, for single labels of at most 63 characters. */
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private Punycode() {}

  static String encode(String label) {
    int[] codePoints = label.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    label.chars().filter(c -> c < INITIAL_N).forEach(c -> out.append((char) c));
    int basic = out.length();
    if (basic > 0) {
      out.append('-');
    }
    int delta = 0;
    int bias = INITIAL_BIAS;
    int n = INITIAL_N;
    for (int handled = basic; handled < codePoints.length; n++, delta++) {
      int least = leastFrom(n, codePoints);
      delta += (least - n) * (handled + 1);
      n = least;
      for (int c : codePoints) {
        delta += c < n ? 1 : 0;
        if (c == n) {
          appendVariable(delta, bias, out);
          bias = adapt(delta, ++handled, handled == basic + 1);
          delta = 0;
        }
      }
    }
    return out.toString();
  }

  /** Null if the text is not Punycode in lower case. */
  static @Nullable String decode(String encoded) {
    int delimiter = encoded.lastIndexOf('-');
    StringBuilder out = new StringBuilder(encoded.substring(0, Math.max(delimiter, 0)));
    Deltas deltas = new Deltas(encoded, delimiter + 1);
    int points = out.length();
    int bias = INITIAL_BIAS;
    long n = INITIAL_N;
    long i = 0;
    while (deltas.hasNext()) {
      long delta = deltas.next(bias);
      points++;
      n += (i + delta) / points;
      i = (i + delta) % points;
      if (delta < 0 || !isScalar(n)) {
        return null;
      }
      bias = adapt((int) delta, points, points == Math.max(delimiter, 0) + 1);
      out.insert(out.offsetByCodePoints(0, (int) i++), Character.toChars((int) n));
    }
    return out.toString();
  }

  /** The generalized variable-length integers of an encoded label (RFC 3492 §3.3). */
  private static final class Deltas {
    private final String text;
    private int at;

    Deltas(String text, int start) {
      this.text = text;
      this.at = start;
    }

    boolean hasNext() {
      return at < text.length();
    }

    /** Negative if there is none, or none that an int holds. */
    long next(int bias) {
      long value = 0;
      long weight = 1;
      for (int k = BASE; hasNext(); k += BASE) {
        int digit = DIGITS.indexOf(text.charAt(at++));
        value += digit * weight;
        if (digit < 0 || value > Integer.MAX_VALUE) {
          return -1;
        }
        int threshold = threshold(k, bias);
        if (digit < threshold) {
          return value;
        }
        weight *= BASE - threshold;
      }
      return -1;
    }
  }

  private static boolean isScalar(long n) {
    return n <= Character.MAX_CODE_POINT
        && (n < Character.MIN_SURROGATE || n > Character.MAX_SURROGATE);
  }

  private static int leastFrom(int bound, int[] codePoints) {
    int least = Integer.MAX_VALUE;
    for (int c : codePoints) {
      least = c >= bound ? Math.min(least, c) : least;
    }
    return least;
  }

  private static void appendVariable(int delta, int bias, StringBuilder out) {
    int rest = delta;
    for (int k = BASE; rest >= threshold(k, bias); k += BASE) {
      int t = threshold(k, bias);
      out.append(DIGITS.charAt(t + (rest - t) % (BASE - t)));
      rest = (rest - t) / (BASE - t);
    }
    out.append(DIGITS.charAt(rest));
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static int adapt(int delta, int points, boolean first) {
    int scaled = first ? delta / DAMP : delta / 2;
    scaled += scaled / points;
    int k = 0;
    for (; scaled > (BASE - T_MIN) * T_MAX / 2; k += BASE) {
      scaled /= BASE - T_MIN;
    }
    return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
  }
}
