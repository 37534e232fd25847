package dev.surety.demo;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How AdCP's requests are verified for conformance runners: each option is a system property {@code
 * demo.adcp.<name>}.
 *
 * @param context the context root, with its slash
 * @param keys the trusted JWK Set's file
 */
record AdcpOptions(String context, Path keys) {

  private static final String PREFIX = "demo.adcp.";
  private static final String VERIFIER = "surety.signature.verifier.adcp.";

  /**
   * Empty unless a path is given.
   *
   * @throws IllegalArgumentException if there are no keys to trust
   */
  static Optional<AdcpOptions> read() {
    String path = System.getProperty(PREFIX + "path");
    if (path == null) {
      return Optional.empty();
    }
    Path keys = Path.of(option("keys", "")).toAbsolutePath();
    if (!Files.isRegularFile(keys)) {
      throw new IllegalArgumentException(
          keys + " is no file; name the runner's JWK Set: -Ddemo.adcp.keys=<file>");
    }
    return Optional.of(new AdcpOptions("/" + path.replaceAll("^/+|/+$", ""), keys));
  }

  /** The context root as the beginning of a path on the server. */
  String path() {
    return context.equals("/") ? "" : context.substring(1) + "/";
  }

  /**
   * The application's configuration: a verifier with a key set and a store of nonces of its own.
   */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("surety.schema-mode", "create");
    settings.put("surety.signature.verifiers", "adcp");
    settings.put("surety.signature.public-origins", option("origin", ""));
    settings.put(VERIFIER + "profile", profile());
    settings.put(VERIFIER + "digest", digest());
    settings.put(VERIFIER + "mode", option("mode", "required"));
    settings.put(VERIFIER + "required-for", option("required-for", "create_media_buy"));
    settings.put(
        VERIFIER + "protocol-methods-required-for",
        option("protocol-methods-required-for", "tasks/cancel"));
    settings.put(VERIFIER + "key-sets", "runner");
    settings.put(VERIFIER + "replay-store", "adcp");
    settings.put("surety.signature.key-set.runner.jwks", keys.toString());
    settings.put("surety.signature.key-set.runner.revoked", option("revoked", "test-revoked-2026"));
    settings.put("surety.replay.stores", "adcp");
    settings.put("surety.replay.adcp.cap", option("cap", "100"));
    return settings;
  }

  /** A line on what is verified where. */
  String greeting(URI base) {
    return "AdCP requests are verified at  %s  (%s, digest %s, mode %s, cap %s, revoked %s)"
        .formatted(
            base,
            profile(),
            digest(),
            option("mode", "required"),
            option("cap", "100"),
            option("revoked", "test-revoked-2026"));
  }

  private static String profile() {
    return option("profile", "adcp-request-3.1");
  }

  private static String digest() {
    return option("digest", profile().equals("adcp-request-3.1") ? "either" : "required");
  }

  private static String option(String name, String otherwise) {
    return System.getProperty(PREFIX + name, otherwise);
  }
}
