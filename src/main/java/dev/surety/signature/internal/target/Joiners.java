package dev.surety.signature.internal.target;

/** Where the zero-width joiners may stand (RFC 5892 Appendix A.1 and A.2). */
final class Joiners {

  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private Joiners() {}

  static boolean fit(String label) {
    int[] points = label.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean joiner = points[i] == JOINER || points[i] == NON_JOINER;
      boolean fits =
          !joiner
              || (i > 0 && Uts46.isVirama(points[i - 1]))
              || (points[i] == NON_JOINER && joins(points, i, -1) && joins(points, i, 1));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Whether the next character that is not transparent would join towards this place. */
  private static boolean joins(int[] points, int from, int step) {
    int at = from + step;
    while (at >= 0 && at < points.length && isTransparent(points[at])) {
      at += step;
    }
    return at >= 0
        && at < points.length
        && (step < 0 ? Uts46.joinsAfter(points[at]) : Uts46.joinsBefore(points[at]));
  }

  private static boolean isTransparent(int codePoint) {
    int type = Character.getType(codePoint);
    boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    boolean format = type == Character.FORMAT && codePoint != NON_JOINER && codePoint != JOINER;
    return mark || format;
  }
}
