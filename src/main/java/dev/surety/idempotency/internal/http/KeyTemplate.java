package dev.surety.idempotency.internal.http;

import dev.surety.core.VisibleAscii;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of a CDI method call, from the text of {@code @Idempotent(key = …)}.
 *
 * <p><code>{order}</code> or <code>{0}</code> stands for a parameter, <code>{order.id}</code> for
 * its property, a brace written twice for a brace. Immutable.
 *
 * <p>Calls with different values never get the same key: one value stands as it is between fixed
 * text, several are each written with their length ({@code 2:17}), and only values whose text tells
 * them apart are taken (see {@link KeyValue}). A text that is no legal key (over 255 characters,
 * not visible ASCII) is replaced by {@code h:} and its SHA-256, and so is one that starts with
 * {@code h:} itself.
 */
final class KeyTemplate {

  private static final String HASHED = "h:";

  /** Either fixed text or a value; exactly one of the two is set. */
  private record Piece(@Nullable String text, @Nullable KeyValue value) {}

  private final List<Piece> pieces;
  private final boolean lengths;

  private KeyTemplate(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    this.lengths = pieces.stream().filter(piece -> piece.value != null).count() > 1;
  }

  /**
   * @throws IllegalArgumentException naming the method and what in the template does not fit it
   */
  static KeyTemplate compile(String template, Method method) {
    try {
      if (template.isEmpty()) {
        throw new IllegalArgumentException("is empty; name a parameter, for example {0}");
      }
      return new KeyTemplate(pieces(template, method));
    } catch (IllegalArgumentException e) {
      String where = method.getDeclaringClass().getName() + "." + method.getName();
      throw new IllegalArgumentException(
          "key template '" + template + "' of " + where + " " + e.getMessage(), e);
    }
  }

  /**
   * @param args the call's arguments
   * @throws IllegalArgumentException if a value is null, or its text does not tell it apart
   */
  String key(@Nullable Object[] args) {
    StringBuilder key = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.value == null) {
        key.append(piece.text);
        continue;
      }
      String text = piece.value.of(args);
      if (lengths) {
        key.append(text.length()).append(':');
      }
      key.append(text);
    }
    return isLegal(key) ? key.toString() : HASHED + sha256(key);
  }

  private static List<Piece> pieces(String template, Method method) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '{' && c != '}') {
        text.append(c);
      } else if (i + 1 < template.length() && template.charAt(i + 1) == c) {
        text.append(c);
        i++;
      } else {
        int end = template.indexOf('}', i);
        if (c == '}' || end < 0) {
          throw new IllegalArgumentException("has a lone brace; write it twice, {{ or }}");
        }
        pieces.add(new Piece(text.toString(), null));
        pieces.add(new Piece(null, KeyValue.compile(template.substring(i + 1, end), method)));
        text.setLength(0);
        i = end;
      }
    }
    pieces.add(new Piece(text.toString(), null));
    return pieces;
  }

  private static boolean isLegal(CharSequence key) {
    return key.length() <= KeyHeader.MAX_LENGTH
        && !key.isEmpty()
        && VisibleAscii.isAll(key)
        && !key.toString().startsWith(HASHED);
  }

  private static String sha256(CharSequence key) {
    try {
      // char by char: every charset replaces a lone surrogate, which would make keys equal
      ByteBuffer bytes = ByteBuffer.allocate(2 * key.length());
      key.chars().forEach(c -> bytes.putChar((char) c));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
