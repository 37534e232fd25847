package dev.surety.signature.internal;

import dev.surety.core.Setting;
import dev.surety.signature.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** A verifier's settings before they are read; a prefix tells verifiers apart. */
  record Keys(
      ProfileSettings profile,
      Setting<Optional<Set<SignatureAlgorithm>>> algorithms,
      Setting<List<String>> keySets,
      Setting<String> replayStore,
      Setting<Integer> maxBody) {

    static Keys under(String prefix) {
      return new Keys(
          ProfileSettings.under(prefix),
          ProfileSettings.ofProfileOr(
              prefix + ".algorithms",
              "algorithms such as ed25519, separated by commas",
              text ->
                  Set.copyOf(
                      ProfileSettings.split(
                          text, name -> SignatureAlgorithm.of(name).orElseThrow()))),
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
          profile.profile(),
          profile.label(),
          profile.tag(),
          profile.components(),
          algorithms,
          profile.digest(),
          keySets,
          replayStore,
          maxBody);
    }
  }

  /**
   * @param prefix how the configuration keys begin, {@code surety.signature} for the default one
   */
  static VerifierSettings of(Config config, String prefix) {
    Keys keys = Keys.under(prefix);
    Profile profile = keys.profile().in(config);
    return new VerifierSettings(
        profile.with(
            profile.label(),
            profile.tag(),
            profile.components(),
            keys.algorithms().in(config).orElse(profile.algorithms()),
            profile.digest()),
        keys.keySets().in(config),
        keys.replayStore().in(config),
        keys.maxBody().in(config),
        ModeSettings.of(config, prefix));
  }

  static Stream<Setting<?>> all(String prefix) {
    return Stream.concat(Keys.under(prefix).all().stream(), ModeSettings.all(prefix));
  }
}
