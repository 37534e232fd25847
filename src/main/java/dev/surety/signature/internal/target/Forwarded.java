package dev.surety.signature.internal.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Forwarded} (RFC 7239 §4), strictly. */
final class Forwarded {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([^\\]]*)\\]|([0-9.]+))(?::[0-9]{1,5})?");

  private Forwarded() {}

  /**
   * What one proxy wrote.
   *
   * @param node the address that it was asked from; null if it is obfuscated or left out
   */
  record Element(@Nullable String node, @Nullable String host, @Nullable String proto) {}

  /** The elements of all lines, the nearest proxy's last; null if a line breaks the grammar. */
  static @Nullable List<Element> elements(List<String> lines) {
    List<Element> elements = new ArrayList<>();
    for (String text : split(String.join(",", lines), ',')) {
      Map<String, String> pairs = new HashMap<>();
      for (String pair : split(withoutBlanks(text), ';')) {
        if (!pair.isEmpty() && !add(pair, pairs)) {
          return null;
        }
      }
      if (!pairs.isEmpty()) {
        elements.add(element(pairs));
      }
    }
    return elements;
  }

  private static Element element(Map<String, String> pairs) {
    Matcher node = NODE.matcher(pairs.getOrDefault("for", ""));
    String address = !node.matches() ? null : node.group(1) == null ? node.group(2) : node.group(1);
    return new Element(address, pairs.get("host"), pairs.get("proto"));
  }

  /** Whether it is a name and a value, and the name's first. */
  private static boolean add(String pair, Map<String, String> pairs) {
    int equals = Math.max(pair.indexOf('='), 0);
    String name = pair.substring(0, equals).toLowerCase(Locale.ROOT);
    String text = pair.substring(Math.min(equals + 1, pair.length()));
    String value = TOKEN.matcher(text).matches() ? text : unquoted(text);
    return TOKEN.matcher(name).matches() && value != null && pairs.put(name, value) == null;
  }

  private static @Nullable String unquoted(String text) {
    StringBuilder value = new StringBuilder();
    int last = text.length() - 1;
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      }
      if (i == last || c == '"' || (c < ' ' && c != '\t') || c == 0x7f) {
        return null;
      }
      value.append(text.charAt(i));
    }
    boolean quoted = last > 0 && text.charAt(0) == '"' && text.charAt(last) == '"';
    return quoted ? value.toString() : null;
  }

  /** Splits where the separator stands outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String withoutBlanks(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
