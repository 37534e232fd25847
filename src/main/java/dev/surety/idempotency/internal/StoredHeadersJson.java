package dev.surety.idempotency.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Headers as a row's text: a JSON object of arrays. */
final class StoredHeadersJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};

  private StoredHeadersJson() {}

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
