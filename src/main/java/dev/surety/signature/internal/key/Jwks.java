package dev.surety.signature.internal.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.surety.signature.VerificationKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JWK Sets (RFC 7517 §5).
 *
 * <p>A set that is too large or not strict JSON is refused whole. Within a set, keys that cannot be
 * used do not harm the others, and unknown members are ignored. Two keys with one id could be taken
 * for each other: neither is usable.
 */
public final class Jwks {

  static final int MOST_BYTES = 1 << 20;
  private static final int MOST_KEYS = 100;

  private Jwks() {}

  /** What a document turned out to be. */
  public sealed interface Result {}

  /** A set; every key has an id of its own. */
  public record Keys(List<VerificationKey> keys) implements Result {

    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * No set that may be used.
   *
   * @param reason for operators; quotes nothing of the document
   */
  public record Untrusted(String reason) implements Result {}

  /** Reads a published set; keys for HMAC in it are not usable, because they are no secrets. */
  public static Result parse(byte[] utf8Json, String issuer, String owner) {
    return parse(utf8Json, new JwkReader(issuer, owner, false));
  }

  /** Reads a set that only the application can see. */
  public static Result parseWithSecrets(byte[] utf8Json, String issuer, String owner) {
    return parse(utf8Json, new JwkReader(issuer, owner, true));
  }

  private static Result parse(byte[] utf8Json, JwkReader reader) {
    if (utf8Json.length > MOST_BYTES) {
      return new Untrusted("it has more than " + MOST_BYTES + " bytes");
    }
    Optional<ObjectNode> root = PublishedJson.object(utf8Json);
    if (root.isEmpty()) {
      return new Untrusted("it is not one JSON object, in UTF-8 and without duplicate names");
    }
    JsonNode keys = root.get().path("keys");
    if (!keys.isArray()) {
      return new Untrusted("it has no array named keys");
    }
    if (keys.size() > MOST_KEYS) {
      return new Untrusted("it has more than " + MOST_KEYS + " keys");
    }
    return read(keys, reader);
  }

  private static Result read(JsonNode keys, JwkReader reader) {
    Map<String, VerificationKey> byId = new LinkedHashMap<>();
    for (JsonNode jwk : keys) {
      if (!jwk.isObject()) {
        return new Untrusted("one of its keys is not a JSON object");
      }
      reader
          .read(jwk)
          .ifPresent(key -> byId.merge(key.keyId(), key, (a, b) -> reader.unusable(a.keyId())));
    }
    return new Keys(List.copyOf(byId.values()));
  }
}
