package dev.surety.idempotency.internal.http;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A JSON value whose leaves are in canonical form already; immutable by convention, nested at most
 * as deep as {@link dev.surety.core.json.StrictJson} lets it.
 */
sealed interface JsonNode {

  /** Appends the canonical form. */
  void writeTo(StringBuilder out);

  /** A string, number or literal as it stands in the canonical form. */
  record Leaf(String canonical) implements JsonNode {
    @Override
    public void writeTo(StringBuilder out) {
      out.append(canonical);
    }
  }

  /** An array, in its own order. */
  record Elements(List<JsonNode> values) implements JsonNode {
    @Override
    public void writeTo(StringBuilder out) {
      out.append('[');
      String separator = "";
      for (JsonNode value : values) {
        out.append(separator);
        value.writeTo(out);
        separator = ",";
      }
      out.append(']');
    }
  }

  /** An object; the map sorts names by UTF-16 code units, as {@link String#compareTo} does. */
  record Members(SortedMap<String, JsonNode> values) implements JsonNode {
    @Override
    public void writeTo(StringBuilder out) {
      out.append('{');
      String separator = "";
      for (Map.Entry<String, JsonNode> member : values.entrySet()) {
        out.append(separator);
        CanonicalString.quote(member.getKey(), out);
        out.append(':');
        member.getValue().writeTo(out);
        separator = ",";
      }
      out.append('}');
    }
  }
}
