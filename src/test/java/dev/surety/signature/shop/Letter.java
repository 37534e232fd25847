package dev.surety.signature.shop;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that a partner signs by hand, without any code of Surety's. */
public final class Letter {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String method;
  private final String url;
  private final String body;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> more = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private @Nullable List<String> components;
  private Base64.Encoder alphabet = Base64.getEncoder();

  /**
   * @param url as the client sees it
   */
  public Letter(String method, String url, String body) {
    this.method = method;
    this.url = url;
    this.body = body;
    long now = Instant.now().getEpochSecond();
    parameters.put("created", now);
    parameters.put("expires", now + 240);
    parameters.put("nonce", nonce());
  }

  /** Unpadded base64url of 16 bytes. */
  public static String nonce() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public Letter field(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /** A field that is covered. */
  public Letter covered(String name, String value) {
    more.add(name.toLowerCase(Locale.ROOT));
    return field(name, value);
  }

  /** Covers these and nothing else. */
  public Letter covering(List<String> names) {
    components = names;
    return this;
  }

  /** Sets a parameter, or leaves it out. */
  public Letter parameter(String name, @Nullable Object value) {
    parameters.remove(name);
    if (value != null) {
      parameters.put(name, value);
    }
    return this;
  }

  /** Writes binary as AdCP 3.1 does. */
  public Letter base64url() {
    alphabet = Base64.getUrlEncoder().withoutPadding();
    return this;
  }

  /** The request without a signature. */
  public Parcel unsigned() {
    complete();
    return new Parcel(method, url, Map.copyOf(fields), body);
  }

  /** The request with its signature; the parameters {@code keyid} and {@code alg} are the key's. */
  public Parcel signedBy(PartnerKey key) {
    parameters.putIfAbsent("keyid", key.kid());
    parameters.putIfAbsent("alg", key.algorithm());
    complete();
    String input = input();
    byte[] signature = key.sign(base(input).getBytes(StandardCharsets.UTF_8));
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("Signature-Input", "sig1=" + input);
    all.put("Signature", "sig1=:" + alphabet.encodeToString(signature) + ":");
    return new Parcel(method, url, all, body);
  }

  private void complete() {
    if (!body.isEmpty()) {
      fields.putIfAbsent("Content-Type", "text/plain");
      if (covered().contains("content-digest")) {
        fields.putIfAbsent("Content-Digest", "sha-256=:" + digest() + ":");
      }
    }
  }

  private List<String> covered() {
    if (components != null) {
      return components;
    }
    List<String> covered = new ArrayList<>(List.of("@method", "@target-uri", "@authority"));
    if (!body.isEmpty()) {
      covered.addAll(List.of("content-type", "content-digest"));
    }
    covered.addAll(more);
    return covered;
  }

  private String input() {
    String names =
        covered().stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "(", ")"));
    return names
        + parameters.entrySet().stream()
            .map(p -> ";" + p.getKey() + "=" + written(p.getValue()))
            .collect(Collectors.joining());
  }

  private static String written(Object value) {
    return value instanceof String ? "\"" + value + "\"" : value.toString();
  }

  private String base(String input) {
    return covered().stream()
            .map(name -> "\"" + name + "\": " + value(name) + "\n")
            .collect(Collectors.joining())
        + "\"@signature-params\": "
        + input;
  }

  private String value(String name) {
    return switch (name) {
      case "@method" -> method;
      case "@target-uri" -> url;
      case "@authority" -> URI.create(url).getRawAuthority();
      default ->
          fields.entrySet().stream()
              .filter(field -> field.getKey().equalsIgnoreCase(name))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("");
    };
  }

  private String digest() {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return alphabet.encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
