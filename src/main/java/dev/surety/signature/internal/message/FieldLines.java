package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field's lines within a section, and the value they make together (RFC 9421 §2.1). */
final class FieldLines {

  private FieldLines() {}

  /** The values of all lines of that name, unfolded and stripped, in order. */
  static List<String> of(List<Field> section, String name) {
    List<String> values = new ArrayList<>(1);
    for (Field field : section) {
      if (field.name().equalsIgnoreCase(name)) {
        values.add(stripped(unfolded(field.value())));
      }
    }
    return values;
  }

  static boolean present(List<Field> section, String name) {
    return section.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }

  /**
   * The value of a field that may come in one line only, or {@code null} if there is none.
   *
   * @param maxLength most characters of the line as received
   */
  static @Nullable String single(List<Field> section, String name, int maxLength)
      throws MalformedFieldException {
    Field found = null;
    for (Field field : section) {
      if (field.name().equalsIgnoreCase(name)) {
        if (found != null) {
          throw new MalformedFieldException("the field comes in several lines");
        }
        found = field;
      }
    }
    if (found != null && found.value().length() > maxLength) {
      throw new MalformedFieldException("the field is longer than " + maxLength);
    }
    return found == null ? null : stripped(unfolded(found.value()));
  }

  /** One value of several lines (RFC 9110 §5.3). */
  static String combined(List<String> values) {
    return values.size() == 1 ? values.get(0) : String.join(", ", values);
  }

  /**
   * Obsolete line folding (RFC 9112 §5.2) becomes one space; other line ends stay to be refused.
   */
  private static String unfolded(String value) {
    if (value.indexOf('\n') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    int from = 0;
    for (int end = value.indexOf('\n'); end >= 0; end = value.indexOf('\n', from)) {
      if (end + 1 == value.length() || !isBlank(value.charAt(end + 1))) {
        return value;
      }
      int lineEnd = end > from && value.charAt(end - 1) == '\r' ? end - 1 : end;
      text.append(stripped(value.substring(from, lineEnd))).append(' ');
      from = end + 1;
    }
    return text.append(stripped(value.substring(from))).toString();
  }

  /** Without blanks at both ends; {@link String#strip} would take more than HTTP calls blank. */
  static String stripped(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isBlank(value.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
