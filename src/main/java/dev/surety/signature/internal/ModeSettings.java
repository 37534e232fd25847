package dev.surety.signature.internal;

import dev.surety.core.Setting;
import dev.surety.signature.internal.body.Mode;
import dev.surety.signature.internal.body.Modes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * How strictly one verifier asks for signatures.
 *
 * @param otherwise the mode of what is listed nowhere
 * @param operations the operations listed under each mode
 * @param protocolMethods the JSON-RPC methods listed under each mode
 */
record ModeSettings(
    Mode otherwise, Map<Mode, List<String>> operations, Map<Mode, List<String>> protocolMethods) {

  private static final Pattern NAME = Pattern.compile("[!-+\\--~]{1,128}");

  static Setting<Mode> otherwise(String prefix) {
    return Setting.choice(prefix + ".mode", Mode.REQUIRED);
  }

  static Setting<List<String>> operations(String prefix, Mode mode) {
    return Setting.list(prefix + "." + spelled(mode) + "-for", "operation names", NAME);
  }

  static Setting<List<String>> protocolMethods(String prefix, Mode mode) {
    return Setting.list(
        prefix + ".protocol-methods-" + spelled(mode) + "-for", "JSON-RPC method names", NAME);
  }

  static ModeSettings of(Config config, String prefix) {
    Map<Mode, List<String>> operations = new LinkedHashMap<>();
    Map<Mode, List<String>> protocolMethods = new LinkedHashMap<>();
    for (Mode mode : Mode.values()) {
      operations.put(mode, operations(prefix, mode).in(config));
      protocolMethods.put(mode, protocolMethods(prefix, mode).in(config));
    }
    return new ModeSettings(otherwise(prefix).in(config), operations, protocolMethods);
  }

  /**
   * @throws dev.surety.SuretyException if a name is listed where it cannot be
   */
  Modes modes() {
    return Modes.of(otherwise, operations, protocolMethods);
  }

  static Stream<Setting<?>> all(String prefix) {
    return Stream.concat(
        Stream.of(otherwise(prefix)),
        Stream.concat(
            Stream.of(Mode.values()).map(mode -> operations(prefix, mode)),
            Stream.of(Mode.values()).map(mode -> protocolMethods(prefix, mode))));
  }

  private static String spelled(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
