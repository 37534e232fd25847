package dev.surety.core.json;

import java.util.List;
import java.util.Map;

/** A JSON value as {@link StrictJson} read it; nested at most as deep as that lets it. */
public sealed interface Json {

  /** An object, in the order received. */
  record Members(Map<String, Json> values) implements Json {}

  /** An array. */
  record Elements(List<Json> values) implements Json {}

  /** A string, unescaped. */
  record Text(String value) implements Json {}

  /** A number as written; nothing bounds its length or its value. */
  record Numeral(String written) implements Json {}

  /** {@code true}, {@code false} or {@code null}. */
  enum Literal implements Json {
    TRUE,
    FALSE,
    NULL
  }
}
