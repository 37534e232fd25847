package dev.surety.signature.internal.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.surety.core.json.Json;
import dev.surety.core.json.NotStrictJsonException;
import dev.surety.core.json.StrictJson;
import java.io.IOException;
import java.util.Optional;

/** Documents that publishers send, read only if no two readers can disagree about them. */
final class PublishedJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PublishedJson() {}

  /** Empty for what is not one JSON object, strictly read. */
  static Optional<ObjectNode> object(byte[] utf8) {
    try {
      Json unused = StrictJson.read(utf8);
      JsonNode root = MAPPER.readTree(utf8);
      return root instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (NotStrictJsonException | IOException e) {
      return Optional.empty();
    }
  }
}
