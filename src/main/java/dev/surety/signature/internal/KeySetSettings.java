package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.core.Setting;
import dev.surety.keys.Ring;
import dev.surety.signature.KeyLimits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Where one issuer's keys are, and which of them count no longer.
 *
 * @param issuer who vouches for the keys
 * @param owner the party whose keys they are
 * @param jwks a URL, a file, a resource, or the JWK set itself; empty where there is a ring
 * @param ring whose HMAC keys they are; empty where there is a JWK set
 * @param revoked the ids of keys that count no longer
 * @param revocations the URL of a revocation list, empty where there is none
 */
record KeySetSettings(
    String issuer,
    String owner,
    String jwks,
    Optional<Ring> ring,
    List<String> revoked,
    String revocations) {

  private static final Pattern URL =
      Pattern.compile("(?i)https?://[!-~&&[^{}<>\"\\\\^`|]]{1,2048}");

  /** A key set's settings before they are read. */
  record Keys(
      Setting<String> issuer,
      Setting<String> owner,
      Setting<String> jwks,
      Setting<Optional<Ring>> ring,
      Setting<List<String>> revoked,
      Setting<String> revocations) {

    static Keys of(String name) {
      String prefix = "surety.signature.key-set." + name;
      return new Keys(
          name(prefix + ".issuer", "the set's name"),
          name(prefix + ".owner", "the issuer"),
          Setting.text(
                  prefix + ".jwks",
                  "",
                  "an https URL, classpath: and a resource, a path, or a JWK set",
                  Pattern.compile("(?s).{0,1048576}"))
              .asSecret(),
          new Setting<>(
              prefix + ".ring",
              "",
              "a ring's name: [A-Za-z0-9_.-]{1,64}",
              text -> text.isEmpty() ? Optional.empty() : Optional.of(Ring.httpSignature(text))),
          Setting.list(prefix + ".revoked", "key ids", KeySetSettings::id),
          Setting.text(
              prefix + ".revocation-list",
              "",
              "an https URL",
              Pattern.compile("|" + URL.pattern())));
    }

    private static Setting<String> name(String key, String otherwise) {
      return new Setting<>(
          key,
          "",
          "up to 256 bytes of text, empty for " + otherwise,
          text -> text.isEmpty() ? text : id(text));
    }

    List<Setting<?>> all() {
      return List.of(issuer, owner, jwks, ring, revoked, revocations);
    }

    void checkSource(boolean hasJwks, Optional<Ring> named) {
      if (!hasJwks && named.isEmpty()) {
        throw new SuretyException(
            "setting %s is missing; it expects %s. For the keys of an HMAC ring set %s instead"
                .formatted(jwks.key(), jwks.expects(), ring.key()));
      }
      if (hasJwks && named.isPresent()) {
        throw new SuretyException(
            ("setting %s = '%s' is not allowed beside %s: a key set is either a ring or a JWK set;"
                    + " remove one")
                .formatted(ring.key(), named.get().name(), jwks.key()));
      }
    }
  }

  /** What may name a key, and can be written in a line. */
  private static String id(String text) {
    if (!KeyLimits.isId(text) || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /**
   * @throws SuretyException if the set is nowhere, or in two places
   */
  static KeySetSettings of(Config config, String name) {
    Keys keys = Keys.of(name);
    String issuer = keys.issuer().in(config);
    String known = issuer.isEmpty() ? name : issuer;
    String owner = keys.owner().in(config);
    String jwks = keys.jwks().in(config);
    Optional<Ring> ring = keys.ring().in(config);
    keys.checkSource(!jwks.isEmpty(), ring);
    return new KeySetSettings(
        known,
        owner.isEmpty() ? known : owner,
        jwks,
        ring,
        keys.revoked().in(config),
        keys.revocations().in(config));
  }

  boolean isRemote() {
    return URL.matcher(jwks).matches();
  }
}
