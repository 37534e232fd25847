package dev.surety.signature.internal.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of host name mappings says what ICU says.
 *
 * <p>{@code -Dsurety.unicode.write=true} writes it anew, after a new ICU4J was chosen.
 */
class UnicodeTableTest {

  private static final Normalizer2 UTS46 =
      Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);
  private static final String HEADER =
      """
      # IDNA mapping, joining types and viramas of Unicode %s, derived through ICU4J by
      # UnicodeTableTest. Copyright Unicode, Inc.; Unicode License v3, https://www.unicode.org/license.txt
      # V valid, I ignored, M mapped, L D R joining type, C virama; what is not listed is not allowed.
      """;

  @Test
  void table_isThatOfTheUnicodeVersionItNames() throws IOException {
    String expected = expected();
    if (Boolean.getBoolean("surety.unicode.write")) {
      Files.writeString(Path.of("src/main/resources" + Uts46.TABLE), expected);
      return;
    }
    try (InputStream in = Uts46.class.getResourceAsStream(Uts46.TABLE)) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(expected);
    }
  }

  private static String expected() {
    List<Range> ranges = new ArrayList<>();
    ranges.addAll(ranges(UnicodeTableTest::status));
    ranges.addAll(ranges(UnicodeTableTest::joining));
    ranges.addAll(ranges(c -> UCharacter.getCombiningClass(c) == 9 ? List.of("C") : List.of()));
    String version = UCharacter.getUnicodeVersion().getVersionString(2, 2);
    return HEADER.formatted(version)
        + ranges.stream().map(Range::line).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static List<String> status(int codePoint) {
    String text = Character.toString(codePoint);
    String mapped = UTS46.normalize(text);
    if (mapped.contains("\uFFFD")) {
      return List.of();
    }
    if (mapped.equals(text)) {
      return List.of("V");
    }
    return mapped.isEmpty() ? List.of("I") : List.of("M", mapped);
  }

  private static List<String> joining(int codePoint) {
    return switch (UCharacter.getIntPropertyValue(codePoint, UProperty.JOINING_TYPE)) {
      case UCharacter.JoiningType.LEFT_JOINING -> List.of("L");
      case UCharacter.JoiningType.DUAL_JOINING -> List.of("D");
      case UCharacter.JoiningType.RIGHT_JOINING -> List.of("R");
      default -> List.of();
    };
  }

  private static List<Range> ranges(IntFunction<List<String>> property) {
    List<Range> ranges = new ArrayList<>();
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      List<String> value = surrogate ? List.of() : property.apply(c);
      Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last.continuesWith(c, value)) {
        ranges.set(ranges.size() - 1, new Range(last.first, c, last.value));
      } else if (!value.isEmpty()) {
        ranges.add(new Range(c, c, value));
      }
    }
    return ranges;
  }

  private record Range(int first, int last, List<String> value) {

    boolean continuesWith(int codePoint, List<String> other) {
      if (last != codePoint - 1 || value.size() != other.size()) {
        return false;
      }
      return value.size() == 1 ? value.equals(other) : isShifted(codePoint, other.get(1));
    }

    private boolean isShifted(int codePoint, String target) {
      String start = value.get(1);
      return start.codePoints().count() == 1
          && target.codePoints().count() == 1
          && target.codePointAt(0) - codePoint == start.codePointAt(0) - first;
    }

    String line() {
      String end = first == last ? "" : "-" + hex(last);
      String target =
          value.size() == 1
              ? ""
              : value.get(1).codePoints().mapToObj(Range::hex).collect(Collectors.joining(" "));
      return (value.get(0) + " " + hex(first) + end + " " + target).strip();
    }

    private static String hex(int codePoint) {
      return Integer.toHexString(codePoint).toUpperCase(java.util.Locale.ROOT);
    }
  }
}
