package dev.surety.idempotency.internal.http;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One value in a {@link KeyTemplate}: a parameter, or a property reached from it.
 *
 * <p>Taken are strings, numbers, booleans, characters, enums, UUIDs, URIs and {@code java.time}
 * values, because their text tells them apart; the text of other objects may not. Where the
 * declared type leaves open which of them comes ({@code Object}, {@code Number}, a type variable),
 * the text carries the class too, so that 1 and "1" differ.
 */
final class KeyValue {

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class);

  private final String expression;
  private final int index;
  private final List<Method> getters;
  private final boolean open;

  private KeyValue(String expression, int index, List<Method> getters, boolean open) {
    this.expression = expression;
    this.index = index;
    this.getters = List.copyOf(getters);
    this.open = open;
  }

  /**
   * @param expression what stands between the braces
   * @throws IllegalArgumentException if it names nothing, or nothing that can be part of a key
   */
  static KeyValue compile(String expression, Method method) {
    String[] names = expression.split("\\.", -1);
    int index = parameter(names[0], method.getParameters());
    Class<?> type = method.getParameterTypes()[index];
    List<Method> getters = new ArrayList<>();
    for (int i = 1; i < names.length; i++) {
      Method getter = getter(type, names[i]);
      getters.add(getter);
      type = getter.getReturnType();
    }
    boolean taken = type.isPrimitive() || isTaken(type);
    if (!taken && !isOpen(type)) {
      throw new IllegalArgumentException(
          "uses {" + expression + "}, a " + type.getName() + ": " + advice());
    }
    return new KeyValue(expression, index, getters, !taken);
  }

  /** The value's text in these arguments. */
  String of(@Nullable Object[] args) {
    Object value = args[index];
    for (Method getter : getters) {
      value = value == null ? null : get(getter, value);
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "{" + expression + "} is null; a key needs every value it is made of");
    }
    if (!isTaken(value.getClass())) {
      throw new IllegalArgumentException(
          "{" + expression + "} is a " + value.getClass().getName() + ": " + advice());
    }
    String text = value instanceof Enum<?> constant ? constant.name() : value.toString();
    return open ? kind(value) + ':' + text : text;
  }

  private static int parameter(String name, Parameter[] parameters) {
    for (int i = 0; i < parameters.length; i++) {
      boolean named = parameters[i].isNamePresent() && parameters[i].getName().equals(name);
      if (named || name.equals(Integer.toString(i))) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "names {"
            + name
            + "}, which is none of the method's "
            + parameters.length
            + " parameters; compile with -parameters for names, or write {0} for the first");
  }

  private static Method getter(Class<?> type, String name) {
    String capital =
        name.isEmpty() ? "" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return Stream.of(
            type.isRecord() ? find(type, name) : null,
            find(type, "get" + capital),
            find(type, "is" + capital),
            find(type, name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "names '"
                        + name
                        + "', but "
                        + type.getName()
                        + " has no public method or getter of that name"));
  }

  private static @Nullable Method find(Class<?> type, String name) {
    try {
      Method method = type.getMethod(name);
      boolean usable =
          !Modifier.isStatic(method.getModifiers())
              && method.getReturnType() != void.class
              && method.getDeclaringClass() != Object.class
              && method.trySetAccessible();
      return usable ? method : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private @Nullable Object get(Method getter, Object value) {
    try {
      return getter.invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "{" + expression + "} cannot be read: its getter failed", e);
    }
  }

  private static boolean isTaken(Class<?> type) {
    boolean time =
        TemporalAccessor.class.isAssignableFrom(type)
            || TemporalAmount.class.isAssignableFrom(type)
            || ZoneId.class.isAssignableFrom(type);
    return PLAIN.contains(type)
        || (Enum.class.isAssignableFrom(type) && type != Enum.class)
        || (time && type.getName().startsWith("java.time.") && !type.isInterface());
  }

  /** Whether a subtype that is taken may come. */
  private static boolean isOpen(Class<?> type) {
    return type == Object.class
        || type == Number.class
        || type == Enum.class
        || (type.isInterface() && PLAIN.stream().anyMatch(type::isAssignableFrom))
        || (type.isInterface() && type.getName().startsWith("java.time."));
  }

  private static String kind(Object value) {
    Class<?> type =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    return type.getName();
  }

  private static String advice() {
    return "its text may not tell it apart; name a property of it, as in {order.id}, that is a "
        + "string, number, boolean, character, enum, UUID, URI or java.time value";
  }
}
