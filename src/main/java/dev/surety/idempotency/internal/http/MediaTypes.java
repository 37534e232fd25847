package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The media type a Jakarta REST runtime gives a returned entity (REST 3.1, 3.8), known before the
 * runtime chooses it.
 *
 * <p>A type of {@code @Produces} keeps its parameters but for {@code qs}. Without {@code @Produces}
 * the runtime asks its writers; here the entity's class stands in for them: text for what is one
 * word, bytes for bytes, JSON for the rest, and any other type the request names.
 */
final class MediaTypes {

  private static final MediaType BINARY = new MediaType("application", "octet-stream");
  private static final MediaType TEXT = new MediaType("text", "plain");
  private static final MediaType JSON = new MediaType("application", "json");

  /** A type both sides allow, and how much each wants it. */
  private record Match(MediaType type, double q, double qs) {

    static final Comparator<Match> BEST_FIRST =
        Comparator.<Match>comparingInt(match -> specificity(match.type))
            .thenComparingDouble(Match::q)
            .thenComparingDouble(Match::qs)
            .reversed();
  }

  private MediaTypes() {}

  /**
   * All concrete types in question, best first: the first that a writer exists for is the runtime's
   * choice. Never empty.
   *
   * @param produces the method's {@code @Produces}, else the class's; empty if there is none
   * @param acceptable what the request accepts; empty stands for everything
   */
  static List<MediaType> candidates(
      List<MediaType> produces, List<MediaType> acceptable, Class<?> entityType) {
    Set<MediaType> types = new LinkedHashSet<>();
    boolean wild = false;
    List<MediaType> offered =
        produces.isEmpty() ? List.of(natural(entityType), new MediaType()) : produces;
    for (Match match : matches(offered, acceptable)) {
      if (specificity(match.type) == 2) {
        types.add(match.type);
      } else {
        wild = true;
      }
    }
    if (produces.isEmpty()) {
      types.add(natural(entityType));
    } else if (wild || types.isEmpty()) {
      types.add(BINARY);
    }
    return List.copyOf(types);
  }

  private static List<Match> matches(List<MediaType> offered, List<MediaType> acceptable) {
    List<MediaType> accepted = acceptable.isEmpty() ? List.of(new MediaType()) : acceptable;
    List<Match> matches = new ArrayList<>();
    for (MediaType a : accepted) {
      double q = weight(a, "q");
      for (MediaType p : offered) {
        if (q > 0 && a.isCompatible(p)) {
          MediaType specific = specificity(p) >= specificity(a) ? p : a;
          matches.add(new Match(withoutWeights(specific), q, weight(p, "qs")));
        }
      }
    }
    // a stable sort: what both sides want alike stays in the order they were given
    matches.sort(Match.BEST_FIRST);
    return matches;
  }

  private static MediaType natural(Class<?> entityType) {
    if (entityType == byte[].class) {
      return BINARY;
    }
    boolean text =
        CharSequence.class.isAssignableFrom(entityType)
            || Number.class.isAssignableFrom(entityType)
            || Enum.class.isAssignableFrom(entityType)
            || entityType == Boolean.class
            || entityType == Character.class
            || entityType.isPrimitive();
    return text ? TEXT : JSON;
  }

  private static int specificity(MediaType type) {
    return type.isWildcardType() ? 0 : type.isWildcardSubtype() ? 1 : 2;
  }

  private static double weight(MediaType type, String name) {
    String value = type.getParameters().get(name);
    try {
      double weight = value == null ? 1 : Double.parseDouble(value);
      return weight >= 0 && weight <= 1 ? weight : 1;
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static MediaType withoutWeights(MediaType type) {
    Map<String, String> parameters = new LinkedHashMap<>(type.getParameters());
    parameters.remove("q");
    parameters.remove("qs");
    return new MediaType(type.getType(), type.getSubtype(), parameters);
  }
}
