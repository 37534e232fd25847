package dev.surety.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of AdCP's vectors, sent over plain HTTP now instead of https at its reference time.
 *
 * <p>Where it has a signature by one of the test keys, that is made anew, by code that shares
 * nothing with the verifier; what is wrong with the vector stays wrong.
 */
final class ResignedVector {

  private static final Pattern SIG1 = Pattern.compile("sig1=(\\((.*?)\\)[^,]*)");
  private static final Pattern URL = Pattern.compile("https://([^/]+)(/.*)");
  private static final String PKCS8_ED25519 = "302e020100300506032b657004220420";

  private final JsonNode vector;
  private final JsonNode keys;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final String authority;
  private final String target;

  /**
   * @param keys the JWKs, with their private parts
   */
  ResignedVector(JsonNode vector, JsonNode keys) {
    this.vector = vector;
    this.keys = keys;
    JsonNode request = vector.get("request");
    request.get("headers").properties().forEach(f -> fields.put(f.getKey(), f.getValue().asText()));
    Matcher url = URL.matcher(request.get("url").asText());
    if (!url.matches()) {
      throw new IllegalArgumentException(request.get("url").asText());
    }
    this.authority = url.group(1);
    this.target = underAdcp(url.group(2));
  }

  /**
   * @param now seconds since 1970
   * @param nonce in the vector's place; {@code null} leaves that
   */
  ResignedVector signed(long now, @Nullable String nonce) throws GeneralSecurityException {
    Matcher input = SIG1.matcher(fields.getOrDefault("Signature-Input", ""));
    if (input.find() && fields.containsKey("Signature")) {
      String parameters = moved(input.group(1), now, nonce);
      JsonNode key = key(parameter(parameters, "keyid"));
      replace("Signature-Input", input.group(1), parameters);
      if (key != null) {
        String value =
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(sign(key, base(input.group(2), parameters)));
        fields.computeIfPresent(
            "Signature", (name, old) -> old.replaceFirst("sig1=:[^:]*:", "sig1=:" + value + ":"));
      }
    }
    return this;
  }

  /** The request as it goes over the wire, one character a byte. */
  String wire() {
    byte[] body = body();
    return vector.get("request").get("method").asText()
        + " "
        + target
        + " HTTP/1.1\r\nHost: "
        + authority.replaceFirst(":443$", ":80")
        + "\r\nConnection: close\r\nContent-Length: "
        + body.length
        + "\r\n"
        + fields.entrySet().stream()
            .map(f -> f.getKey() + ": " + f.getValue() + "\r\n")
            .collect(Collectors.joining())
        + "\r\n"
        + new String(body, StandardCharsets.ISO_8859_1);
  }

  private byte[] body() {
    return vector.get("request").path("body").asText("").getBytes(StandardCharsets.UTF_8);
  }

  private void replace(String field, String old, String by) {
    fields.computeIfPresent(field, (name, value) -> value.replace(old, by));
  }

  private String moved(String parameters, long now, @Nullable String nonce) {
    long shift = now - vector.get("reference_now").asLong();
    String moved =
        Pattern.compile("(created|expires)=(\\d+)")
            .matcher(parameters)
            .replaceAll(time -> time.group(1) + "=" + (Long.parseLong(time.group(2)) + shift));
    return nonce == null
        ? moved
        : moved.replaceFirst("nonce=\"[^\"]*\"", "nonce=\"" + nonce + "\"");
  }

  private byte[] base(String components, String parameters) {
    StringBuilder base = new StringBuilder();
    for (String component : components.split(" ")) {
      base.append(component).append(": ").append(value(component.replace("\"", ""))).append('\n');
    }
    return base.append("\"@signature-params\": ")
        .append(parameters)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private String value(String component) {
    return switch (component) {
      case "@method" -> vector.get("request").get("method").asText();
      case "@authority" -> expected(component).orElse(authority);
      case "@target-uri" ->
          expected(component)
              .map(uri -> uri.replaceFirst("^https", "http"))
              .orElse("http://" + authority + target);
      default ->
          fields.entrySet().stream()
              .filter(field -> field.getKey().equalsIgnoreCase(component))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("");
    };
  }

  /** The canonical value, where the vector tells it. */
  private Optional<String> expected(String component) {
    return Pattern.compile("\"" + component + "\": (.*)")
        .matcher(vector.path("expected_signature_base").asText(""))
        .results()
        .map(MatchResult::group)
        .map(line -> line.replaceFirst("^\"[^\"]*\": ", ""))
        .findFirst();
  }

  private @Nullable JsonNode key(String kid) {
    for (JsonNode key : keys) {
      if (key.path("kid").asText().equals(kid) && key.has("_private_d_for_test_only")) {
        return key;
      }
    }
    return null;
  }

  private static byte[] sign(JsonNode key, byte[] base) throws GeneralSecurityException {
    byte[] d = Base64.getUrlDecoder().decode(key.get("_private_d_for_test_only").asText());
    boolean ed25519 = key.get("kty").asText().equals("OKP");
    Signature engine = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withECDSAinP1363Format");
    engine.initSign(ed25519 ? ed25519(d) : p256(d));
    engine.update(base);
    return engine.sign();
  }

  private static PrivateKey ed25519(byte[] seed) throws GeneralSecurityException {
    byte[] encoded = HexFormat.of().parseHex(PKCS8_ED25519 + HexFormat.of().formatHex(seed));
    return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static PrivateKey p256(byte[] d) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new ECPrivateKeySpec(
                new BigInteger(1, d), curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static String parameter(String parameters, String name) {
    Matcher value = Pattern.compile(name + "=\"([^\"]*)\"").matcher(parameters);
    return value.find() ? value.group(1) : "";
  }

  /** The vectors' JSON-RPC endpoint is at the root; the served one below the application's. */
  private static String underAdcp(String target) {
    return target.startsWith("/adcp/") ? target : "/adcp" + target;
  }
}
