package dev.surety.signature.internal.target;

import java.util.List;
import java.util.Set;

/** The rule for names with characters that are written from right to left (RFC 5893 §2). */
final class BidiRule {

  private static final byte L = Character.DIRECTIONALITY_LEFT_TO_RIGHT;
  private static final byte R = Character.DIRECTIONALITY_RIGHT_TO_LEFT;
  private static final byte AL = Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  private static final byte AN = Character.DIRECTIONALITY_ARABIC_NUMBER;
  private static final byte EN = Character.DIRECTIONALITY_EUROPEAN_NUMBER;
  private static final byte NSM = Character.DIRECTIONALITY_NONSPACING_MARK;

  private static final Set<Byte> IN_BOTH =
      Set.of(
          EN,
          NSM,
          Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
          Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
          Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
          Character.DIRECTIONALITY_OTHER_NEUTRALS,
          Character.DIRECTIONALITY_BOUNDARY_NEUTRAL);

  private BidiRule() {}

  /** Whether the name is not bidirectional, or each of its labels keeps the rule. */
  static boolean holds(List<Label> labels) {
    boolean bidirectional =
        labels.stream().flatMap(l -> classes(l).stream()).anyMatch(c -> isRtl(c) || c == AN);
    return !bidirectional || labels.stream().map(BidiRule::classes).allMatch(BidiRule::holdsFor);
  }

  private static boolean holdsFor(List<Byte> classes) {
    byte first = classes.get(0);
    byte last = lastButMarks(classes);
    if (first == L) {
      return (last == L || last == EN)
          && classes.stream().allMatch(c -> c == L || IN_BOTH.contains(c));
    }
    boolean mixesNumbers = classes.contains(EN) && classes.contains(AN);
    return isRtl(first)
        && (isRtl(last) || last == EN || last == AN)
        && !mixesNumbers
        && classes.stream().allMatch(c -> isRtl(c) || c == AN || IN_BOTH.contains(c));
  }

  private static byte lastButMarks(List<Byte> classes) {
    int at = classes.size() - 1;
    while (at > 0 && classes.get(at) == NSM) {
      at--;
    }
    return classes.get(at);
  }

  private static boolean isRtl(byte type) {
    return type == R || type == AL;
  }

  private static List<Byte> classes(Label label) {
    return label.unicode().codePoints().mapToObj(Character::getDirectionality).toList();
  }
}
