package dev.surety.webhook.internal.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Header fields as a column of text: a JSON object sorted by name, or nothing. */
public final class HeaderJson {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, String>> FIELDS =
      new TypeReference<>() {};

  private HeaderJson() {}

  /** Null where there are none. */
  public static @Nullable String write(Map<String, String> headers) {
    try {
      return headers.isEmpty() ? null : JSON.writeValueAsString(new TreeMap<>(headers));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text has always a JSON form", e);
    }
  }

  /** Reads what {@link #write} has written. */
  public static Map<String, String> read(String json) {
    try {
      return JSON.readValue(json, FIELDS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored headers are no JSON object", e);
    }
  }
}
