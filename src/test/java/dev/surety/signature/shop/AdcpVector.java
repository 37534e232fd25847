package dev.surety.signature.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A vector of AdCP's, signed again for another place and for now, by code that shares nothing with
 * the verifier.
 *
 * <p>What the vector is about stays as it is: parameters keep their distance to the vector's time,
 * damaged fields their damage. Signatures that are no base64url or name no key are left alone.
 */
public final class AdcpVector {

  private static final String KEYS = "adcp/request-signing/keys.json";
  private static final Pattern LABEL = Pattern.compile("sig1=(\\(([^)]*)\\)[^,]*)");
  private static final Pattern ORIGIN = Pattern.compile("([a-z]+://)([^/?#]*)(.*)");

  private final JsonNode vector;

  public AdcpVector(Path file) {
    vector = Vectors.json(file);
  }

  public static Stream<Path> files(String kind) {
    return Vectors.files("adcp/request-signing/" + kind, ".json").stream();
  }

  /** AdCP's keys, and the ones that vectors add, as a JWK Set. */
  public static String jwks() {
    Stream<JsonNode> own = elements(Vectors.json(Vectors.path(KEYS)).get("keys"));
    Stream<JsonNode> added =
        files("negative").map(Vectors::json).flatMap(v -> elements(v.at("/jwks_override/keys")));
    Map<String, String> byKid = new LinkedHashMap<>();
    Stream.concat(own, added)
        .forEach(key -> byKid.putIfAbsent(key.get("kid").asText(), key.toString()));
    return "{\"keys\":[" + String.join(",", byKid.values()) + "]}";
  }

  public JsonNode state() {
    return vector.path("test_harness_state");
  }

  /** What the seller says of covering bodies. */
  public String digestPolicy() {
    return vector.at("/verifier_capability/covers_content_digest").asText("either");
  }

  /** The error code, or 200. */
  public String expected() {
    return vector.at("/expected_outcome/error_code").asText("200");
  }

  public boolean isAccepted() {
    return vector.at("/expected_outcome/success").asBoolean();
  }

  /** Where the vector sends its request. */
  public String url() {
    return vector.at("/request/url").asText();
  }

  /**
   * The request below another path, as a proxy passes it on that has ended TLS; with a nonce that
   * no other one has, unless nonces are what the vector is about.
   *
   * @param prefix what its path begins with
   */
  public Parcel parcel(String prefix) {
    UnaryOperator<String> place = url -> prefixed(url, prefix);
    return parcel(place).with("X-Forwarded-Proto", place.apply(url()).replaceFirst(":.*", ""));
  }

  /**
   * Likewise, at whatever place.
   *
   * @param place what becomes of the vector's URLs
   */
  public Parcel parcel(UnaryOperator<String> place) {
    Map<String, String> fields = new LinkedHashMap<>();
    vector
        .at("/request/headers")
        .fields()
        .forEachRemaining(f -> fields.put(f.getKey(), f.getValue().asText()));
    String url = place.apply(url());
    fields.computeIfPresent("Signature-Input", (name, input) -> renewed(input));
    sign(fields, url, place);
    String body = vector.at("/request/body").asText("");
    return new Parcel(vector.at("/request/method").asText(), url, fields, body);
  }

  private void sign(Map<String, String> fields, String url, UnaryOperator<String> place) {
    Matcher label = LABEL.matcher(fields.getOrDefault("Signature-Input", ""));
    Optional<PartnerKey> key = label.find() ? key(label.group(1)) : Optional.empty();
    if (key.isEmpty()) {
      return;
    }
    StringBuilder base = new StringBuilder();
    for (String name : label.group(2).replace("\"", "").split(" ", -1)) {
      base.append('"').append(name).append("\": ").append(value(name, fields, url, place));
      base.append('\n');
    }
    base.append("\"@signature-params\": ").append(label.group(1));
    byte[] signature = key.get().sign(base.toString().getBytes(StandardCharsets.UTF_8));
    String written = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    fields.computeIfPresent(
        "Signature", (name, old) -> old.replaceFirst("sig1=:[^:]*:", "sig1=:" + written + ":"));
  }

  private String value(
      String name, Map<String, String> fields, String url, UnaryOperator<String> place) {
    return switch (name) {
      case "@method" -> vector.at("/request/method").asText();
      case "@target-uri" -> expected(name).map(place).orElse(url);
      case "@authority" -> expected(name).orElse(url.replaceFirst("^[a-z]+://([^/]*).*", "$1"));
      default ->
          fields.entrySet().stream()
              .filter(field -> field.getKey().equalsIgnoreCase(name))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("");
    };
  }

  /** A component's value by the vector's own signature base, which is in canonical form. */
  private Optional<String> expected(String component) {
    String start = "\"" + component + "\": ";
    return vector
        .path("expected_signature_base")
        .asText("")
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  private String renewed(String input) {
    long moved = Instant.now().getEpochSecond() - vector.get("reference_now").asLong();
    String later =
        Pattern.compile("(created|expires)=(\\d+)")
            .matcher(input)
            .replaceAll(m -> m.group(1) + "=" + (Long.parseLong(m.group(2)) + moved));
    return later.replaceAll("nonce=\"[A-Za-z0-9_-]{22,}\"", "nonce=\"" + Letter.nonce() + "\"");
  }

  private static Optional<PartnerKey> key(String input) {
    Matcher kid = Pattern.compile("keyid=\"([^\"]+)\"").matcher(input);
    return kid.find()
        ? key(elements(Vectors.json(Vectors.path(KEYS)).get("keys")), kid.group(1))
        : Optional.empty();
  }

  private static Optional<PartnerKey> key(Stream<JsonNode> keys, String kid) {
    return keys.filter(key -> key.get("kid").asText().equals(kid))
        .map(
            key ->
                PartnerKey.of(
                    kid,
                    key.get("kty").asText().equals("OKP") ? "ed25519" : "ecdsa-p256-sha256",
                    Base64.getUrlDecoder().decode(key.get("_private_d_for_test_only").asText())))
        .findFirst();
  }

  private static String prefixed(String url, String prefix) {
    return ORIGIN
        .matcher(url)
        .replaceFirst(m -> Matcher.quoteReplacement(m.group(1) + m.group(2) + prefix + m.group(3)));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
