package dev.surety.idempotency.internal.http;

import dev.surety.SuretyException;
import dev.surety.idempotency.internal.IdempotencySettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which headers of an answer are stored and replayed.
 *
 * <p>Immutable. The same choice is made when an answer is stored and again when it is replayed, so
 * a header that is no longer allowed does not come back. Headers that are too many, too large or
 * carry control characters make the answer one that cannot be stored: dropping one would replay
 * another answer than was given.
 */
final class StoredHeaders {

  static final int MAX_VALUES = 64;

  private static final List<String> ALWAYS =
      List.of(
          "Content-Type",
          "Content-Location",
          "Location",
          "ETag",
          "Last-Modified",
          "Link",
          "Content-Language");

  /** In lower case. */
  private static final Set<String> NEVER =
      Set.of(
          // another caller's session or rights
          "set-cookie",
          "set-cookie2",
          "cookie",
          "authorization",
          "proxy-authorization",
          "www-authenticate",
          "proxy-authenticate",
          "authentication-info",
          "proxy-authentication-info",
          // true of one message only
          "date",
          "age",
          "retry-after",
          "idempotency-key",
          "idempotency-replayed",
          "content-length",
          "content-encoding",
          // hop by hop
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          // names of one request
          "x-trace-id",
          "traceparent",
          "tracestate",
          "traceresponse",
          "baggage",
          "b3",
          "x-amzn-trace-id",
          "x-cloud-trace-context",
          "request-context");

  /** However a service spells it. */
  private static final Pattern NEVER_WITH =
      Pattern.compile("^x-b3-|(^|-)(rate-?limit|request-?id|correlation-?id|auth-token)");

  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param configured names stored besides the standard ones
   * @throws SuretyException naming the first that must never be stored
   */
  StoredHeaders(List<String> configured) {
    names.addAll(ALWAYS);
    for (String name : configured) {
      if (isNever(name.toLowerCase(Locale.ROOT))) {
        throw new SuretyException(
            "setting surety.idempotency.stored-headers names '"
                + name
                + "', which is never stored: it belongs to one message or one caller; remove it");
      }
      names.add(name);
    }
  }

  /**
   * The headers to store or replay, their names compared without case; empty if this answer's
   * headers cannot be stored.
   */
  Optional<Map<String, List<String>>> pick(Map<String, List<String>> all) {
    Map<String, List<String>> picked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int values = 0;
    int chars = 0;
    for (Map.Entry<String, List<String>> header : all.entrySet()) {
      if (!names.contains(header.getKey()) || header.getValue().isEmpty()) {
        continue;
      }
      for (String value : header.getValue()) {
        values++;
        chars += header.getKey().length() + value.length();
        if (values > MAX_VALUES
            || chars > IdempotencySettings.MOST_HEADER_CHARS
            || !isSendable(value)) {
          return Optional.empty();
        }
      }
      picked.computeIfAbsent(header.getKey(), name -> new ArrayList<>()).addAll(header.getValue());
    }
    picked.replaceAll((name, list) -> List.copyOf(list));
    return Optional.of(Collections.unmodifiableMap(picked));
  }

  private static boolean isNever(String lowerCase) {
    return NEVER.contains(lowerCase) || NEVER_WITH.matcher(lowerCase).find();
  }

  /** Beyond U+00FF too: some servers send the low byte only, and U+010A would become a newline. */
  private static boolean isSendable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < ' ' || c > 0xff || c == 0x7f)) {
        return false;
      }
    }
    return true;
  }
}
