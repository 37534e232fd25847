package dev.surety.signature.internal.message;

import dev.surety.signature.internal.message.ComponentValue.None;
import dev.surety.signature.internal.message.ComponentValue.Text;
import dev.surety.signature.internal.message.SignatureBase.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a form-encoded query as components (RFC 9421 §2.2.8).
 *
 * <p>Names and values are decoded and encoded anew, so that {@code +}, {@code %20} and needless
 * escapes come out alike. A name that comes twice, and escapes that are not UTF-8, have no value:
 * readers would differ in what they make of them.
 */
final class QueryParameters {

  private static final String HEX = "0123456789ABCDEF";

  private final Map<String, ComponentValue> values = new HashMap<>();

  /**
   * @param query without the leading {@code ?}
   */
  QueryParameters(String query) {
    int from = 0;
    while (from < query.length()) {
      int next = query.indexOf('&', from);
      int end = next < 0 ? query.length() : next;
      if (end > from) {
        add(query.substring(from, end));
      }
      from = end + 1;
    }
  }

  /**
   * @param name encoded, as the component's {@code name} parameter has it
   */
  ComponentValue get(String name) {
    return values.getOrDefault(name, ComponentValue.MISSING);
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String name = canonical(equals < 0 ? pair : pair.substring(0, equals));
    if (name != null) {
      String value = canonical(equals < 0 ? "" : pair.substring(equals + 1));
      ComponentValue given = value == null ? new None(Reason.NOT_REPRESENTABLE) : new Text(value);
      values.merge(name, given, (first, second) -> new None(Reason.AMBIGUOUS));
    }
  }

  /** Decoded and encoded with the form percent-encode set; {@code null} if it is not UTF-8. */
  private static @Nullable String canonical(String encoded) {
    byte[] bytes = decoded(encoded);
    if (!isUtf8(bytes)) {
      return null;
    }
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return text.toString();
  }

  private static byte[] decoded(String encoded) {
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int escaped = raw[i] == '%' && i + 2 < raw.length ? hex(raw[i + 1], raw[i + 2]) : -1;
      if (escaped >= 0) {
        bytes.write(escaped);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toByteArray();
  }

  private static int hex(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '*'
        || b == '-'
        || b == '.'
        || b == '_';
  }
}
