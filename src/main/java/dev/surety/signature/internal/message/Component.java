package dev.surety.signature.internal.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * The identifier of a covered component (RFC 9421 §2): a field's name or a derived component's,
 * with parameters.
 *
 * <p>Immutable, and by construction one that this verifier understands. Two are equal if name and
 * parameters are, in whatever order the parameters stand (§2).
 *
 * @param name lower-case; a derived component's starts with {@code @}
 * @param parameters in order; {@code true}, or a string for {@code key} and {@code name}
 */
public record Component(String name, Map<String, Object> parameters) {

  /**
   * @throws IllegalArgumentException if there is no such component, or it may not have these
   *     parameters
   */
  public Component {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    String fault = ComponentRules.fault(name, parameters);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** A component without parameters. */
  public static Component of(String name) {
    return new Component(name, Map.of());
  }

  static Component of(Item<?> item) throws MalformedFieldException {
    if (!(item instanceof StringItem name)) {
      throw new MalformedFieldException("a component is not a string");
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    item.getParams().forEach((key, value) -> parameters.put(key, plain(value)));
    String fault = ComponentRules.fault(name.get(), parameters);
    if (fault != null) {
      throw new MalformedFieldException(fault);
    }
    return new Component(name.get(), parameters);
  }

  /** The canonical serialization, as a line of the signature base starts with it (§2.5). */
  public String identifier() {
    StringBuilder text = new StringBuilder(name.length() + 2);
    serializeTo(text);
    return text.toString();
  }

  void serializeTo(StringBuilder text) {
    // a component's name has nothing to escape
    text.append('"').append(name).append('"');
    parameters.forEach(
        (key, value) -> {
          text.append(';').append(key);
          if (value instanceof String string) {
            StringItem.valueOf(string).serializeTo(text.append('='));
          }
        });
  }

  /** Whether it is, in whatever form, this field in the header of the message itself. */
  public boolean isOwn(String field) {
    return name.equals(field) && !has("req") && !has("tr");
  }

  boolean isDerived() {
    return name.charAt(0) == '@';
  }

  boolean has(String parameter) {
    return parameters.containsKey(parameter);
  }

  @Nullable String text(String parameter) {
    return parameters.get(parameter) instanceof String text ? text : null;
  }

  /** Booleans and strings as themselves; no rule allows anything else. */
  private static Object plain(Item<?> value) {
    return value instanceof BooleanItem || value instanceof StringItem ? value.get() : value;
  }

  @Override
  public String toString() {
    return identifier();
  }
}
