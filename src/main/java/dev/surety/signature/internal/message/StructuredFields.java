package dev.surety.signature.internal.message;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields are structured, and of what type: only those can be covered with {@code ;sf} or
 * {@code ;key} (RFC 9421 §2.1.1, §2.1.2).
 *
 * <p>Immutable.
 */
public final class StructuredFields {

  /** A field's type (RFC 8941 §3). */
  public enum Type {
    LIST,
    DICTIONARY,
    ITEM
  }

  /**
   * Fields that their specifications define as structured, and cache directives, whose syntax is
   * compatible and which RFC 9421 takes for its examples.
   */
  public static final StructuredFields REGISTERED = new StructuredFields(registered());

  private final Map<String, Type> types;

  /**
   * @param types by names in lower case
   */
  StructuredFields(Map<String, Type> types) {
    this.types = Map.copyOf(types);
  }

  @Nullable Type type(String name) {
    return types.get(name);
  }

  private static Map<String, Type> registered() {
    Map<String, Type> types = new HashMap<>();
    put(types, Type.DICTIONARY, "signature", "signature-input", "accept-signature");
    put(types, Type.DICTIONARY, "content-digest", "repr-digest");
    put(types, Type.DICTIONARY, "want-content-digest", "want-repr-digest");
    put(types, Type.DICTIONARY, "priority", "cache-control", "cdn-cache-control");
    put(types, Type.DICTIONARY, "permissions-policy", "use-as-dictionary", "signature-agent");
    put(types, Type.DICTIONARY, "reporting-endpoints", "no-vary-search", "integrity-policy");
    put(types, Type.LIST, "accept-query", "sec-ch-ua");
    put(types, Type.LIST, "accept-ch", "cache-status", "proxy-status", "client-cert-chain");
    put(types, Type.ITEM, "client-cert", "idempotency-key", "dictionary-id");
    put(types, Type.ITEM, "available-dictionary", "origin-agent-cluster");
    put(types, Type.ITEM, "cross-origin-opener-policy", "cross-origin-embedder-policy");
    put(types, Type.ITEM, "cross-origin-opener-policy-report-only");
    put(types, Type.ITEM, "cross-origin-embedder-policy-report-only");
    return types;
  }

  private static void put(Map<String, Type> types, Type type, String... names) {
    for (String name : names) {
      types.put(name, type);
    }
  }
}
