package dev.surety.webhook.internal.receive;

import dev.surety.SuretyException;
import dev.surety.core.Setting;
import dev.surety.keys.Ring;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * One receiver's validated {@code surety.webhook.receiver.<name>.*} settings.
 *
 * @param ring the sender's secrets; empty where it signs with private keys only
 * @param publicKeys the sender's Ed25519 keys
 * @param verifier of the signature part, for RFC 9421
 * @param tolerance how far the sender's time may be off
 * @param ttl how long a message is remembered once it was handled
 * @param lease how long a handler that fell silent holds its message
 */
public record ReceiverSettings(
    Mode mode,
    Optional<Ring> ring,
    List<PublicKey> publicKeys,
    String verifier,
    Duration tolerance,
    Duration ttl,
    Duration lease) {

  /** How the sender signs; a request that is signed otherwise is refused. */
  enum Mode {
    STANDARD,
    RFC9421,
    LEGACY
  }

  private static final String PREFIX = "surety.webhook.receiver";
  private static final String DEFAULT = "default";
  private static final Setting<List<String>> VERIFIERS =
      Setting.list("surety.signature.verifiers", "names", Pattern.compile(".*"));
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static final Setting<List<String>> RECEIVERS =
      Setting.list(
          PREFIX + "s",
          "names of senders that webhooks are taken from: [a-z][a-z0-9-]{0,31}",
          Pattern.compile("[a-z][a-z0-9-]{0,31}"));

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      Stream.concat(Stream.of(RECEIVERS), Keys.of("<name>").all()).toList();

  /** By name, in the order of the configuration. */
  static Map<String, ReceiverSettings> all(Config config) {
    Map<String, ReceiverSettings> all = new LinkedHashMap<>();
    RECEIVERS.in(config).forEach(name -> all.put(name, Keys.of(name).in(config)));
    return all;
  }

  /**
   * A verifier that is looked up by its name fails only when it is used, so its name is checked.
   *
   * @throws SuretyException if there is none of that name
   */
  void checkVerifier(Config config, String name) {
    List<String> known = VERIFIERS.in(config);
    if (mode == Mode.RFC9421 && !verifier.equals(DEFAULT) && !known.contains(verifier)) {
      throw new SuretyException(
          "setting %s = '%s' names no verifier; add it to %s, which lists %s"
              .formatted(Keys.of(name).verifier().key(), verifier, VERIFIERS.key(), known));
    }
  }

  /** One receiver's settings before they are read. */
  private record Keys(
      Setting<Mode> mode,
      Setting<Optional<Ring>> ring,
      Setting<List<PublicKey>> publicKeys,
      Setting<String> verifier,
      Setting<Duration> tolerance,
      Setting<Duration> ttl,
      Setting<Duration> lease) {

    static Keys of(String name) {
      String prefix = PREFIX + "." + name + ".";
      return new Keys(
          Setting.choice(prefix + "mode", Mode.STANDARD),
          new Setting<>(
              prefix + "ring",
              "",
              "a ring's name: [A-Za-z0-9_.-]{1,64}",
              text -> text.isEmpty() ? Optional.empty() : Optional.of(Ring.webhook(text))),
          Setting.list(
              prefix + "public-keys",
              "Ed25519 public keys as whpk_ and base64",
              StandardPublicKey::parse),
          Setting.text(
              prefix + "verifier",
              DEFAULT,
              "default, or a verifier named in surety.signature.verifiers",
              Pattern.compile("[a-z][a-z0-9-]{0,31}")),
          Setting.duration(prefix + "tolerance", "PT5M", SECOND, HOUR),
          Setting.duration(prefix + "ttl", "PT168H", SECOND, Duration.ofDays(3660)),
          Setting.duration(prefix + "lease", "PT60S", SECOND, HOUR));
    }

    Stream<Setting<?>> all() {
      return Stream.of(mode, ring, publicKeys, verifier, tolerance, ttl, lease);
    }

    ReceiverSettings in(Config config) {
      ReceiverSettings settings =
          new ReceiverSettings(
              mode.in(config),
              ring.in(config),
              publicKeys.in(config),
              verifier.in(config),
              tolerance.in(config),
              ttl.in(config),
              lease.in(config));
      boolean keyless = settings.mode == Mode.STANDARD && settings.publicKeys.isEmpty();
      if (settings.ring.isEmpty() && (keyless || settings.mode == Mode.LEGACY)) {
        throw new SuretyException(
            "setting %s is missing: without it, %s = %s can verify nothing; name the sender's ring%s"
                .formatted(
                    ring.key(),
                    mode.key(),
                    settings.mode.name().toLowerCase(Locale.ROOT),
                    keyless ? ", or set " + publicKeys.key() : ""));
      }
      return settings;
    }
  }
}
