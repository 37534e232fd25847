package dev.surety.idempotency.internal.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON Pointers (RFC 6901) to what a hash leaves out.
 *
 * <p>A pointer removes the member or array element it names, as if it had not been sent; array
 * indexes count elements as received. One that names nothing in a document changes nothing. Mutable
 * only while it is built.
 */
final class ExcludedPointers {

  private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+", Pattern.DOTALL);

  private final Map<String, ExcludedPointers> children = new HashMap<>();
  private boolean removed;

  private ExcludedPointers() {}

  /**
   * @throws IllegalArgumentException naming the first that is no pointer to a part of a document
   */
  static ExcludedPointers of(List<String> pointers) {
    ExcludedPointers root = new ExcludedPointers();
    for (String pointer : pointers) {
      if (!POINTER.matcher(pointer).matches()) {
        throw new IllegalArgumentException(
            "'"
                + pointer
                + "' is not a JSON Pointer (RFC 6901) to a part of a document; "
                + "write it as in /order/sentAt");
      }
      root.add(pointer);
    }
    return root;
  }

  boolean isEmpty() {
    return children.isEmpty();
  }

  /** The value without what the pointers name; the value given stays as it is. */
  JsonNode removeFrom(JsonNode node) {
    if (node instanceof JsonNode.Members members) {
      return new JsonNode.Members(removeFrom(members.values()));
    }
    if (node instanceof JsonNode.Elements elements) {
      return new JsonNode.Elements(removeFrom(elements.values()));
    }
    return node;
  }

  private SortedMap<String, JsonNode> removeFrom(SortedMap<String, JsonNode> members) {
    SortedMap<String, JsonNode> kept = new TreeMap<>(members);
    children.forEach(
        (name, child) -> kept.computeIfPresent(name, (same, value) -> child.keep(value)));
    return kept;
  }

  private List<JsonNode> removeFrom(List<JsonNode> elements) {
    List<JsonNode> kept = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      ExcludedPointers child = children.get(Integer.toString(i));
      JsonNode value = child == null ? elements.get(i) : child.keep(elements.get(i));
      if (value != null) {
        kept.add(value);
      }
    }
    return kept;
  }

  private @Nullable JsonNode keep(JsonNode value) {
    return removed ? null : removeFrom(value);
  }

  private void add(String pointer) {
    ExcludedPointers at = this;
    for (String token : pointer.substring(1).split("/", -1)) {
      // ~1 before ~0, or ~01 would become a slash
      String name = token.replace("~1", "/").replace("~0", "~");
      at = at.children.computeIfAbsent(name, unused -> new ExcludedPointers());
    }
    at.removed = true;
  }
}
