package dev.surety.core;

import dev.surety.SuretyException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * One configuration value: its key, its default, what it may be, and how it is read.
 *
 * <p>Immutable. Reading a value outside its range names key, value and range, so that a deployment
 * fails with what to change.
 *
 * @param key the MicroProfile Config key
 * @param fallback the value where none is configured, as it would be written
 * @param expects the allowed values, in words
 * @param reader turns text into the value; any {@link RuntimeException} means it is not allowed
 * @param secret whether messages leave the value out
 */
public record Setting<T>(
    String key, String fallback, String expects, Function<String, T> reader, boolean secret) {

  public Setting(String key, String fallback, String expects, Function<String, T> reader) {
    this(key, fallback, expects, reader, false);
  }

  /** The same setting with a value that no message shows. */
  public Setting<T> asSecret() {
    return new Setting<>(key, fallback, expects, reader, true);
  }

  public static Setting<Duration> duration(
      String key, String fallback, Duration least, Duration most) {
    return new Setting<>(
        key, fallback, least + " to " + most, text -> within(parse(text), least, most));
  }

  public static Setting<Integer> integer(String key, int fallback, int least, int most) {
    return new Setting<>(
        key,
        Integer.toString(fallback),
        least + " to " + most,
        text -> within(Integer.valueOf(text), least, most));
  }

  public static Setting<Long> integer(String key, long fallback, long least, long most) {
    return new Setting<>(
        key,
        Long.toString(fallback),
        least + " to " + most,
        text -> within(Long.valueOf(text), least, most));
  }

  public static Setting<Boolean> flag(String key, boolean fallback) {
    return new Setting<>(
        key, Boolean.toString(fallback), "true or false", text -> choose(text) == Choice.TRUE);
  }

  public static <E extends Enum<E>> Setting<E> choice(String key, E fallback) {
    E[] values = fallback.getDeclaringClass().getEnumConstants();
    String names = Arrays.stream(values).map(Setting::spelled).collect(Collectors.joining(", "));
    return new Setting<>(key, spelled(fallback), names, text -> pick(values, text));
  }

  public static Setting<String> text(String key, String fallback, String expects, Pattern allowed) {
    return new Setting<>(
        key,
        fallback,
        expects,
        text -> {
          if (!allowed.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
          }
          return text;
        });
  }

  public static Setting<List<String>> list(String key, String expects, Pattern allowed) {
    return list(key, expects, text(key, "", expects, allowed).reader());
  }

  /**
   * @param element reads one of the list
   */
  public static <T> Setting<List<T>> list(String key, String expects, Function<String, T> element) {
    return new Setting<>(
        key,
        "",
        expects + ", separated by commas",
        text ->
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(element)
                .toList());
  }

  /**
   * @throws SuretyException if the configured value is not allowed
   */
  public T in(Config config) {
    String text = config.getOptionalValue(key, String.class).map(String::strip).orElse(fallback);
    try {
      return reader.apply(text);
    } catch (RuntimeException e) {
      String value = secret ? "" : " = '" + text + "'";
      String message = "setting " + key + value + " is not allowed; it expects " + expects;
      // The cause would repeat the value.
      throw secret ? new SuretyException(message) : new SuretyException(message, e);
    }
  }

  private enum Choice {
    TRUE,
    FALSE
  }

  private static Choice choose(String text) {
    return pick(Choice.values(), text);
  }

  private static <E extends Enum<E>> E pick(E[] values, String text) {
    return Arrays.stream(values)
        .filter(value -> spelled(value).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Duration parse(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(text + " is not an ISO-8601 duration such as PT30S", e);
    }
  }

  private static <V extends Comparable<V>> V within(V value, V least, V most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(value + " is out of range");
    }
    return value;
  }
}
