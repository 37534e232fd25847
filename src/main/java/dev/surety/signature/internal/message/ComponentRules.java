package dev.surety.signature.internal.message;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which components there are, and which parameters each may have (RFC 9421 §2.1 to §2.4).
 *
 * <p>What is not known is refused, because no value could be agreed upon (§2.5).
 */
final class ComponentRules {

  private static final Set<String> OF_FIELDS = Set.of("sf", "key", "bs", "req", "tr");
  private static final Set<String> OF_REQUEST = Set.of("req");
  private static final Set<String> OF_QUERY_PARAM = Set.of("req", "name");

  private ComponentRules() {}

  /** What is wrong with the component, or {@code null}. */
  static @Nullable String fault(String name, Map<String, Object> parameters) {
    Set<String> allowed = name.startsWith("@") ? ofDerived(name) : ofField(name);
    if (allowed == null) {
      return name.equals("@signature-params")
          ? "@signature-params cannot be covered"
          : "a component's name is neither a field's in lower case nor a known derived one";
    }
    if (!allowed.containsAll(parameters.keySet())) {
      return "a component has a parameter that is unknown or not for it";
    }
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      if (!hasType(parameter.getKey(), parameter.getValue())) {
        return "a component's parameter has a value of the wrong type";
      }
    }
    if (parameters.containsKey("bs")
        && (parameters.containsKey("sf") || parameters.containsKey("key"))) {
      return "a component has bs together with sf or key";
    }
    return name.equals("@query-param") && !parameters.containsKey("name")
        ? "@query-param has no name"
        : null;
  }

  private static @Nullable Set<String> ofDerived(String name) {
    return switch (name) {
      case "@method",
          "@target-uri",
          "@authority",
          "@scheme",
          "@request-target",
          "@path",
          "@query" ->
          OF_REQUEST;
      case "@query-param" -> OF_QUERY_PARAM;
      case "@status" -> Set.of();
      default -> null;
    };
  }

  private static @Nullable Set<String> ofField(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isLowerCaseToken(name.charAt(i))) {
        return null;
      }
    }
    return name.isEmpty() ? null : OF_FIELDS;
  }

  private static boolean hasType(String parameter, Object value) {
    boolean text = parameter.equals("key") || parameter.equals("name");
    return text ? value instanceof String : value.equals(true);
  }

  /** A character of a field name (RFC 9110 §5.6.2) as components spell it (RFC 9421 §2.1). */
  private static boolean isLowerCaseToken(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
