package dev.surety.idempotency.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Headers as a row's text: a JSON object of arrays. */
final class StoredHeadersJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};

  private StoredHeadersJson() {}

  /**
   * @throws IllegalArgumentException if they are too long, or not text
   */
  static void check(Map<String, List<String>> headers) {
    long chars = 0;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      checkText(header.getKey());
      chars += (long) header.getKey().length() * Math.max(1, header.getValue().size());
      for (String value : header.getValue()) {
        checkText(value);
        chars += value.length();
      }
    }
    if (chars > IdempotencySettings.MOST_HEADER_CHARS) {
      throw new IllegalArgumentException(
          "the answer's headers have "
              + chars
              + " characters; "
              + IdempotencySettings.MOST_HEADER_CHARS
              + " are allowed: leave out what a replay does not need");
    }
  }

  private static void checkText(String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "the answer's headers have a NUL or a lone surrogate; send text");
    }
  }

  static String write(Map<String, List<String>> headers) {
    try {
      return JSON.writeValueAsString(headers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }

  static Map<String, List<String>> read(String text) {
    try {
      return JSON.readValue(text, HEADERS);
    } catch (JsonProcessingException e) {
      throw KeyRow.corrupt("its headers are not a JSON object of arrays");
    }
  }
}
