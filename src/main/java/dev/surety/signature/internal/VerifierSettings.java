package dev.surety.signature.internal;

import dev.surety.core.Setting;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.Profile.DigestPolicy;
import dev.surety.signature.internal.message.Component;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * One verifier's validated configuration; its defaults and ranges stand here and nowhere else.
 *
 * @param profile what signatures must look like, with the configured changes
 * @param keySets where keys are looked for, in this order
 * @param replayStore the name of the store of nonces, empty for the default one
 */
record VerifierSettings(
    Profile profile, List<String> keySets, String replayStore, int maxBody, ModeSettings modes) {

  private static final String OF_PROFILE = "profile";

  /** A verifier's settings before they are read; a prefix tells verifiers apart. */
  record Keys(
      Setting<Profile> profile,
      Setting<String> label,
      Setting<String> tag,
      Setting<Optional<List<String>>> components,
      Setting<Optional<Set<SignatureAlgorithm>>> algorithms,
      Setting<Optional<DigestPolicy>> digest,
      Setting<List<String>> keySets,
      Setting<String> replayStore,
      Setting<Integer> maxBody) {

    static Keys under(String prefix) {
      Setting<DigestPolicy> policy = Setting.choice(prefix + ".digest", DigestPolicy.REQUIRED);
      return new Keys(
          Profile.setting(prefix + ".profile"),
          Setting.text(
              prefix + ".label",
              "",
              "a signature's label, empty for the profile's",
              Pattern.compile("|[a-z*][a-z0-9_.*-]{0,63}")),
          Setting.text(
              prefix + ".tag",
              "",
              "1 to 256 printable ASCII characters, empty for the profile's",
              Pattern.compile("[ -~]{0,256}")),
          ofProfileOr(
              prefix + ".components",
              "none, or component names separated by commas",
              text -> text.equals("none") ? List.of() : split(text, Keys::component)),
          ofProfileOr(
              prefix + ".algorithms",
              "algorithms such as ed25519, separated by commas",
              text -> Set.copyOf(split(text, name -> SignatureAlgorithm.of(name).orElseThrow()))),
          ofProfileOr(policy.key(), policy.expects(), policy.reader()),
          Setting.list(prefix + ".key-sets", "names of key sets", SignatureSettings.NAME),
          Setting.text(
              prefix + ".replay-store",
              "",
              "a store named in surety.replay.stores, empty for the default one",
              Pattern.compile("|[a-z][a-z0-9_]{0,29}")),
          Setting.integer(prefix + ".max-body", 1 << 20, 0, 64 << 20));
    }

    List<Setting<?>> all() {
      return List.of(
          profile, label, tag, components, algorithms, digest, keySets, replayStore, maxBody);
    }

    private static <T> Setting<Optional<T>> ofProfileOr(
        String key, String expects, Function<String, T> reader) {
      return new Setting<>(
          key,
          OF_PROFILE,
          OF_PROFILE + ", " + expects,
          text -> text.equals(OF_PROFILE) ? Optional.empty() : Optional.of(reader.apply(text)));
    }

    private static String component(String name) {
      return Component.of(name).name();
    }

    private static <T> List<T> split(String text, Function<String, T> reader) {
      return Arrays.stream(text.split(",", -1)).map(String::strip).map(reader).toList();
    }
  }

  /**
   * @param prefix how the configuration keys begin, {@code surety.signature} for the default one
   */
  static VerifierSettings of(Config config, String prefix) {
    Keys keys = Keys.under(prefix);
    Profile base = keys.profile().in(config);
    String label = keys.label().in(config);
    String tag = keys.tag().in(config);
    return new VerifierSettings(
        base.with(
            label.isEmpty() ? base.label() : label,
            tag.isEmpty() ? base.tag() : tag,
            keys.components().in(config).orElse(base.components()),
            keys.algorithms().in(config).orElse(base.algorithms()),
            keys.digest().in(config).orElse(base.digest())),
        keys.keySets().in(config),
        keys.replayStore().in(config),
        keys.maxBody().in(config),
        ModeSettings.of(config, prefix));
  }

  static Stream<Setting<?>> all(String prefix) {
    return Stream.concat(Keys.under(prefix).all().stream(), ModeSettings.all(prefix));
  }
}
