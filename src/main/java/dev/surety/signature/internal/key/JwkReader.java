package dev.surety.signature.internal.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.KeyLimits;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.security.Key;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JWK of a set (RFC 7517 §4).
 *
 * <p>What has an id but cannot be used stays known under that id, without key and algorithms: the
 * verifier then says that the key does not fit, not that there is none.
 */
final class JwkReader {

  private final String issuer;
  private final String owner;
  private final boolean secrets;

  /**
   * @param secrets whether keys for HMAC may be among them; what is published holds no secret
   */
  JwkReader(String issuer, String owner, boolean secrets) {
    this.issuer = issuer;
    this.owner = owner;
    this.secrets = secrets;
  }

  /** The key; empty if nothing can name it. Without {@code kid} its thumbprint is its id. */
  Optional<VerificationKey> read(JsonNode jwk) {
    Key key = JwkMaterial.of(jwk).filter(this::isAllowed).orElse(null);
    return id(jwk, key).map(id -> read(id, jwk, key));
  }

  /** Stands for a key that is known and fits nothing. */
  VerificationKey unusable(String id) {
    return new VerificationKey(issuer, owner, id, null, Set.of(), null, null, null);
  }

  private VerificationKey read(String id, JsonNode jwk, @Nullable Key key) {
    if (key == null || !isText(jwk.path("use")) || !isText(jwk.path("adcp_use"))) {
      return unusable(id);
    }
    Set<SignatureAlgorithm> algorithms = algorithms(jwk.path("alg"), key);
    Set<String> operations = operations(jwk.path("key_ops"));
    if (algorithms.isEmpty() || (operations == null && jwk.has("key_ops"))) {
      return unusable(id);
    }
    return new VerificationKey(
        issuer, owner, id, key, algorithms, text(jwk, "use"), operations, text(jwk, "adcp_use"));
  }

  private boolean isAllowed(Key key) {
    return secrets || !(key instanceof SecretKey);
  }

  private static Optional<String> id(JsonNode jwk, @Nullable Key key) {
    JsonNode kid = jwk.path("kid");
    if (kid.isMissingNode() && key instanceof PublicKey open) {
      return Jwk.of(open).map(Jwk::thumbprint);
    }
    return Optional.ofNullable(kid.textValue()).filter(KeyLimits::isId);
  }

  /** RFC 7517 §4.4: the one algorithm that the key is meant for, if it says so. */
  private static Set<SignatureAlgorithm> algorithms(JsonNode alg, Key key) {
    Set<SignatureAlgorithm> able = KeyAlgorithms.of(key);
    if (alg.isMissingNode()) {
      return able;
    }
    return KeyAlgorithms.named(alg.asText()).filter(able::contains).map(Set::of).orElse(Set.of());
  }

  /** RFC 7517 §4.3: strings, none of them twice; {@code null} for anything else. */
  private static @Nullable Set<String> operations(JsonNode list) {
    if (!list.isArray()) {
      return null;
    }
    Set<String> operations = new HashSet<>();
    for (JsonNode operation : list) {
      if (!operation.isTextual() || !operations.add(operation.textValue())) {
        return null;
      }
    }
    return operations;
  }

  private static boolean isText(JsonNode member) {
    return member.isMissingNode() || member.isTextual();
  }

  private static @Nullable String text(JsonNode jwk, String member) {
    return jwk.path(member).textValue();
  }
}
