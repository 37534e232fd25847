package dev.surety.signature.internal.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cuts a dictionary (RFC 8941 §3.2) into its members, each value as the field has it.
 *
 * <p>Stricter than RFC 8941 §4.2.2 in that a key that comes twice is refused, not overwritten: two
 * parsers that differ in which one counts would see two messages. The values themselves are only
 * cut out here; who takes one parses it.
 */
final class DictionaryMembers {

  private final String field;
  private int at;

  private DictionaryMembers(String field) {
    this.field = field;
  }

  /**
   * @param field one field value, without blanks around it
   * @param max most members
   * @return the text after {@code key=} by key, in order; never empty
   */
  static Map<String, String> of(String field, int max) throws MalformedFieldException {
    return new DictionaryMembers(field).split(max);
  }

  private Map<String, String> split(int max) throws MalformedFieldException {
    if (field.isEmpty()) {
      throw new MalformedFieldException("the field is empty");
    }
    Map<String, String> members = new LinkedHashMap<>();
    while (true) {
      if (members.size() == max) {
        throw new MalformedFieldException("the field has more than " + max + " members");
      }
      if (members.putIfAbsent(key(), value()) != null) {
        throw new MalformedFieldException("a dictionary key comes twice");
      }
      if (at == field.length()) {
        return members;
      }
      at++;
      while (at < field.length() && FieldLines.isBlank(field.charAt(at))) {
        at++;
      }
    }
  }

  private String key() throws MalformedFieldException {
    int start = at;
    while (at < field.length() && isKey(field.charAt(at), at == start)) {
      at++;
    }
    if (at == start || at == field.length() || field.charAt(at) != '=') {
      throw new MalformedFieldException("a member is not a key with a value");
    }
    return field.substring(start, at++);
  }

  /** Up to the next comma outside a string, without the blanks before it. */
  private String value() throws MalformedFieldException {
    int start = at;
    boolean quoted = false;
    for (; at < field.length() && (quoted || field.charAt(at) != ','); at++) {
      char c = field.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    if (quoted) {
      throw new MalformedFieldException("a string does not end");
    }
    int end = at;
    while (end > start && FieldLines.isBlank(field.charAt(end - 1))) {
      end--;
    }
    return field.substring(start, end);
  }

  private static boolean isKey(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || c == '*'
        || (!first && ((c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'));
  }
}
