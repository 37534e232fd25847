package dev.surety.idempotency.internal.http;

import dev.surety.core.json.Json;
import dev.surety.core.json.NotStrictJsonException;
import dev.surety.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The canonical form of a JSON document (RFC 8785), refusing what it could not keep apart.
 *
 * <p>Refused: invalid UTF-8, a byte order mark, what is not JSON, anything after the document,
 * duplicate names, lone surrogates, nesting deeper than 64, and numbers a double cannot hold. The
 * whole document is checked, members left out too. A name that is absent differs from one that is
 * null.
 */
final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * @param excluded pointers to the members and elements left out, as {@link ExcludedPointers}
   *     reads them
   * @return the canonical form in UTF-8
   */
  static byte[] of(byte[] utf8Json, List<String> excluded) throws UnacceptableBodyException {
    ExcludedPointers pointers = ExcludedPointers.of(excluded);
    JsonNode root = read(utf8Json);
    if (!pointers.isEmpty()) {
      root = pointers.removeFrom(root);
    }
    StringBuilder out = new StringBuilder(utf8Json.length);
    root.writeTo(out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode read(byte[] utf8Json) throws UnacceptableBodyException {
    try {
      return node(StrictJson.read(utf8Json));
    } catch (NotStrictJsonException e) {
      throw new UnacceptableBodyException(e.detail());
    }
  }

  private static JsonNode node(Json json) throws UnacceptableBodyException {
    if (json instanceof Json.Members object) {
      SortedMap<String, JsonNode> members = new TreeMap<>();
      for (Map.Entry<String, Json> member : object.values().entrySet()) {
        members.put(member.getKey(), node(member.getValue()));
      }
      return new JsonNode.Members(members);
    }
    if (json instanceof Json.Elements array) {
      List<JsonNode> elements = new ArrayList<>(array.values().size());
      for (Json element : array.values()) {
        elements.add(node(element));
      }
      return new JsonNode.Elements(elements);
    }
    return new JsonNode.Leaf(leaf(json));
  }

  private static String leaf(Json json) throws UnacceptableBodyException {
    if (json instanceof Json.Text text) {
      StringBuilder quoted = new StringBuilder(text.value().length() + 2);
      CanonicalString.quote(text.value(), quoted);
      return quoted.toString();
    }
    return json instanceof Json.Numeral number
        ? CanonicalNumber.of(number.written())
        : ((Json.Literal) json).name().toLowerCase(Locale.ROOT);
  }
}
