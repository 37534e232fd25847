package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.core.Setting;
import dev.surety.signature.internal.Profile.DigestPolicy;
import dev.surety.signature.internal.message.Component;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Which profile a verifier or a signer follows, and what of it is configured otherwise. */
record ProfileSettings(
    Setting<Profile> profile,
    Setting<String> label,
    Setting<String> tag,
    Setting<Optional<List<String>>> components,
    Setting<Optional<DigestPolicy>> digest) {

  private static final String OF_PROFILE = "profile";

  /**
   * @param prefix how the configuration keys begin
   */
  static ProfileSettings under(String prefix) {
    Setting<DigestPolicy> policy = Setting.choice(prefix + ".digest", DigestPolicy.REQUIRED);
    return new ProfileSettings(
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
            text -> text.equals("none") ? List.of() : split(text, ProfileSettings::component)),
        ofProfileOr(policy.key(), policy.expects(), policy.reader()));
  }

  /**
   * The profile with the configured changes.
   *
   * @throws SuretyException if the changes contradict each other
   */
  Profile in(Config config) {
    Profile base = profile.in(config);
    String ownLabel = label.in(config);
    String ownTag = tag.in(config);
    Profile changed =
        base.with(
            ownLabel.isEmpty() ? base.label() : ownLabel,
            ownTag.isEmpty() ? base.tag() : ownTag,
            components.in(config).orElse(base.components()),
            base.algorithms(),
            digest.in(config).orElse(base.digest()));
    if (changed.digest() == DigestPolicy.FORBIDDEN
        && changed.components().contains("content-digest")) {
      throw new SuretyException(
          "setting "
              + components.key()
              + " names content-digest, which "
              + digest.key()
              + " = 'forbidden' does not let be covered; change one of them");
    }
    return changed;
  }

  /** A setting that leaves it to the profile unless it says something else. */
  static <T> Setting<Optional<T>> ofProfileOr(
      String key, String expects, Function<String, T> reader) {
    return new Setting<>(
        key,
        OF_PROFILE,
        OF_PROFILE + ", " + expects,
        text -> text.equals(OF_PROFILE) ? Optional.empty() : Optional.of(reader.apply(text)));
  }

  static <T> List<T> split(String text, Function<String, T> reader) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(reader).toList();
  }

  private static String component(String name) {
    return Component.of(name).name();
  }
}
