package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.message.ComponentValue.None;
import dev.surety.signature.internal.message.ComponentValue.Text;
import dev.surety.signature.internal.message.SignatureBase.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.jspecify.annotations.Nullable;

/**
 * The values of fields as components (RFC 9421 §2.1).
 *
 * <p>Made for one signature base: a dictionary is parsed once, however many members are covered.
 */
final class FieldValue {

  private static final char MAX_BYTE = 0xff;

  private final StructuredFields structuredFields;
  private final Map<String, Dictionary> dictionaries = new HashMap<>();

  FieldValue(StructuredFields structuredFields) {
    this.structuredFields = structuredFields;
  }

  /**
   * @param component a field's
   * @param section the header or trailer section it is taken from; the two never combine
   */
  ComponentValue of(Component component, List<Field> section) {
    List<String> lines = FieldLines.of(section, component.name());
    if (lines.isEmpty()) {
      return ComponentValue.MISSING;
    }
    if (component.has("bs")) {
      return wrapped(lines);
    }
    String value = FieldLines.combined(lines);
    String key = component.text("key");
    return key == null && !component.has("sf")
        ? new Text(value)
        : structured(value, key, structuredFields.type(component.name()));
  }

  private ComponentValue structured(
      String value, @Nullable String key, StructuredFields.@Nullable Type type) {
    if (type == null || (key != null && type != StructuredFields.Type.DICTIONARY)) {
      return new None(Reason.TYPE_UNKNOWN);
    }
    try {
      return key == null ? new Text(strict(value, type)) : member(value, key);
    } catch (ParseException e) {
      // its message echoes the field, so it stays here
      return new None(Reason.NOT_STRUCTURED);
    }
  }

  private static String strict(String value, StructuredFields.Type type) {
    return switch (type) {
      case LIST -> Parser.parseList(value).serialize();
      case DICTIONARY -> Parser.parseDictionary(value).serialize();
      case ITEM -> Parser.parseItem(value).serialize();
    };
  }

  private ComponentValue member(String value, String key) {
    Dictionary dictionary = dictionaries.computeIfAbsent(value, Parser::parseDictionary);
    ListElement<?> member = dictionary.get().get(key);
    return member == null ? ComponentValue.MISSING : new Text(member.serialize());
  }

  /** Each line as a byte sequence of its own, so that commas within lines stay apart. */
  private static ComponentValue wrapped(List<String> lines) {
    StringJoiner list = new StringJoiner(", ");
    for (String line : lines) {
      if (line.chars().anyMatch(c -> c > MAX_BYTE)) {
        return new None(Reason.NOT_REPRESENTABLE);
      }
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      list.add(':' + BinaryAlphabet.BASE64.encode(bytes) + ':');
    }
    return new Text(list.toString());
  }
}
