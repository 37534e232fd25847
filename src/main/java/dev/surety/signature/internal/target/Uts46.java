package dev.surety.signature.internal.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of UTS #46 §4 steps 1 and 2, non-transitional, by a table of one Unicode version.
 *
 * <p>A table of our own, because {@code java.net.IDN} is IDNA2003 and ICU4J is 14 MB. It is read
 * when a name beyond ASCII first comes. A character that this JDK's Unicode does not know yet is
 * not allowed, because it could not be normalized.
 */
final class Uts46 {

  static final String TABLE = "/META-INF/surety/unicode/uts46.txt";

  private static final String VALID = "V";
  private static final String IGNORED = "I";
  private static final String MAPPED = "M";

  private Uts46() {}

  /** The text mapped and in NFC; null if it has a character that is not allowed. */
  static @Nullable String map(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int c : text.codePoints().toArray()) {
      String mapped = mapped(c);
      if (mapped == null) {
        return null;
      }
      out.append(mapped);
    }
    return Normalizer.normalize(out, Normalizer.Form.NFC);
  }

  /** Whether the mapping leaves the text as it is. */
  static boolean isMapped(String text) {
    return text.equals(map(text));
  }

  /** Whether the canonical combining class is 9. */
  static boolean isVirama(int codePoint) {
    return Table.has("C", codePoint);
  }

  /** Whether the character's shape joins with one that follows: left- or dual-joining. */
  static boolean joinsAfter(int codePoint) {
    return Table.has("L", codePoint) || Table.has("D", codePoint);
  }

  /** Whether the character's shape joins with one before it: right- or dual-joining. */
  static boolean joinsBefore(int codePoint) {
    return Table.has("R", codePoint) || Table.has("D", codePoint);
  }

  private static @Nullable String mapped(int codePoint) {
    if (codePoint < 0x80) {
      return String.valueOf((char) codePoint).toLowerCase(Locale.ROOT);
    }
    if (!Character.isDefined(codePoint)) {
      return null;
    }
    if (Table.has(VALID, codePoint)) {
      return Character.toString(codePoint);
    }
    if (Table.has(IGNORED, codePoint)) {
      return "";
    }
    Range range = Table.find(MAPPED, codePoint);
    return range == null ? null : range.target(codePoint);
  }

  /**
   * Code points with something in common.
   *
   * @param target what the first is mapped to; the others of a range map at the same distance
   */
  private record Range(int first, int last, String target) {

    String target(int codePoint) {
      return first == last ? target : Character.toString(target.codePointAt(0) + codePoint - first);
    }
  }

  /** The table's file, one range to a line: its kind, its code points, what they are mapped to. */
  private static final class Table {

    private static final Map<String, NavigableMap<Integer, Range>> KINDS = load();

    static boolean has(String kind, int codePoint) {
      return find(kind, codePoint) != null;
    }

    static @Nullable Range find(String kind, int codePoint) {
      NavigableMap<Integer, Range> ranges = KINDS.get(kind);
      Map.Entry<Integer, Range> below = ranges == null ? null : ranges.floorEntry(codePoint);
      return below == null || below.getValue().last() < codePoint ? null : below.getValue();
    }

    private static Map<String, NavigableMap<Integer, Range>> load() {
      Map<String, NavigableMap<Integer, Range>> kinds = new TreeMap<>();
      try (InputStream in = Uts46.class.getResourceAsStream(TABLE);
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(
                      in == null ? InputStream.nullInputStream() : in,
                      StandardCharsets.US_ASCII))) {
        lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(line, kinds));
        return Map.copyOf(kinds);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void add(String line, Map<String, NavigableMap<Integer, Range>> kinds) {
      String[] parts = line.split(" ", 3);
      String[] ends = parts[1].split("-", -1);
      int first = Integer.parseInt(ends[0], 16);
      int last = Integer.parseInt(ends[ends.length - 1], 16);
      StringBuilder target = new StringBuilder();
      for (int i = 2; i < parts.length; i++) {
        for (String hex : parts[i].split(" ", -1)) {
          target.appendCodePoint(Integer.parseInt(hex, 16));
        }
      }
      kinds
          .computeIfAbsent(parts[0], kind -> new TreeMap<>())
          .put(first, new Range(first, last, target.toString()));
    }
  }
}
