package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.core.Setting;
import dev.surety.signature.KeyLimits;
import dev.surety.signature.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * One signer's validated configuration.
 *
 * @param profile what signatures must look like, with the configured changes
 * @param key where the private key is, empty if the application provides one
 * @param password the key's, empty where it has none
 * @param algorithm empty if the key has one only
 * @param covered fields to cover as well where a message has them
 */
record SignerSettings(
    Profile profile,
    String key,
    String password,
    String keyId,
    Optional<SignatureAlgorithm> algorithm,
    List<String> covered) {

  private static final Pattern FIELD = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,64}");

  /** A signer's settings before they are read; a prefix tells signers apart. */
  record Keys(
      ProfileSettings profile,
      Setting<String> key,
      Setting<String> password,
      Setting<String> keyId,
      Setting<Optional<SignatureAlgorithm>> algorithm,
      Setting<List<String>> covered) {

    static Keys under(String prefix) {
      return new Keys(
          ProfileSettings.under(prefix),
          Setting.text(
                  prefix + ".key",
                  "",
                  "a path, classpath: and a resource, or a private key as PEM",
                  Pattern.compile("(?s).{0,65536}"))
              .asSecret(),
          Setting.text(
                  prefix + ".password", "", "the key's password", Pattern.compile("(?s).{0,256}"))
              .asSecret(),
          new Setting<>(
              prefix + ".key-id",
              "",
              "1 to 256 printable ASCII characters",
              text -> {
                if (!text.isEmpty() && !KeyLimits.isSignableId(text)) {
                  throw new IllegalArgumentException(text);
                }
                return text;
              }),
          new Setting<>(
              prefix + ".algorithm",
              "",
              "an algorithm such as rsa-pss-sha512, empty where the key has one only",
              text ->
                  text.isEmpty()
                      ? Optional.empty()
                      : Optional.of(SignatureAlgorithm.of(text).orElseThrow())),
          Setting.list(prefix + ".covered", "field names in lower case", FIELD));
    }

    List<Setting<?>> all() {
      return List.of(
          profile.profile(),
          profile.label(),
          profile.tag(),
          profile.components(),
          profile.digest(),
          key,
          password,
          keyId,
          algorithm,
          covered);
    }
  }

  /**
   * @throws SuretyException if there is a key without an id
   */
  static SignerSettings of(Config config, String prefix) {
    Keys keys = Keys.under(prefix);
    SignerSettings settings =
        new SignerSettings(
            keys.profile().in(config),
            keys.key().in(config),
            keys.password().in(config),
            keys.keyId().in(config),
            keys.algorithm().in(config),
            keys.covered().in(config));
    if (!settings.key.isEmpty() && settings.keyId.isEmpty()) {
      throw new SuretyException(
          "setting " + keys.keyId().key() + " is missing; it expects " + keys.keyId().expects());
    }
    return settings;
  }
}
