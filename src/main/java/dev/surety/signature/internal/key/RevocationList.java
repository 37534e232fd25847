package dev.surety.signature.internal.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A list of keys that count no longer, as AdCP publishes it.
 *
 * @param updated when it was made; a list replaces none that is younger
 * @param nextUpdate by when the next one will be there
 */
record RevocationList(String issuer, Instant updated, Instant nextUpdate, Set<String> revokedKids) {

  RevocationList {
    revokedKids = Set.copyOf(revokedKids);
  }

  /** The list; empty for what is not one, strictly read, or has no order in time. */
  static Optional<RevocationList> parse(byte[] utf8Json) {
    ObjectNode root = PublishedJson.object(utf8Json).orElse(null);
    if (root == null || !root.path("issuer").isTextual()) {
      return Optional.empty();
    }
    Instant updated = instant(root.path("updated")).orElse(Instant.MAX);
    Instant nextUpdate = instant(root.path("next_update")).orElse(Instant.MIN);
    return updated.isBefore(nextUpdate)
        ? texts(root.path("revoked_kids"))
            .map(kids -> new RevocationList(root.get("issuer").asText(), updated, nextUpdate, kids))
        : Optional.empty();
  }

  /** RFC 3339 with a zone; a list without is not in time. */
  private static Optional<Instant> instant(JsonNode text) {
    try {
      return Optional.ofNullable(text.textValue())
          .map(OffsetDateTime::parse)
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  // an entry that is not understood could be the one that matters
  private static Optional<Set<String>> texts(JsonNode array) {
    if (!array.isArray()) {
      return Optional.empty();
    }
    Set<String> texts = new HashSet<>();
    for (JsonNode text : array) {
      if (!text.isTextual()) {
        return Optional.empty();
      }
      texts.add(text.textValue());
    }
    return Optional.of(texts);
  }
}
