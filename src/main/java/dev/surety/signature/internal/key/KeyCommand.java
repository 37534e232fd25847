package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@link GenerateKey} is asked for on its command line.
 *
 * @param export whether the file is there already
 * @param set whether a whole JWK Set is printed
 * @param purpose what the key is published for, as AdCP's {@code adcp_use} names it
 * @param keyId empty for the thumbprint
 */
record KeyCommand(
    boolean export,
    boolean set,
    Optional<String> purpose,
    SignatureAlgorithm algorithm,
    Path file,
    Optional<String> keyId) {

  private static final String EXPORT = "--export";
  private static final String SET = "--set";
  private static final String PURPOSE = "--adcp-use=";
  private static final Pattern PURPOSE_NAME = Pattern.compile("[a-z][a-z-]{0,63}");

  /**
   * @throws SuretyException saying what is expected
   */
  static KeyCommand of(String... args) {
    List<String> options = Arrays.stream(args).filter(arg -> arg.startsWith("--")).toList();
    List<String> rest = Arrays.stream(args).filter(arg -> !arg.startsWith("--")).toList();
    boolean known =
        options.stream().allMatch(o -> o.equals(EXPORT) || o.equals(SET) || o.startsWith(PURPOSE));
    if (!known || rest.size() < 2 || rest.size() > 3) {
      throw new SuretyException(
          "arguments: [--export] [--set] [--adcp-use=<purpose>] <algorithm> <file> [<key id>]; "
              + algorithms());
    }
    return new KeyCommand(
        options.contains(EXPORT),
        options.contains(SET),
        purpose(options),
        algorithm(rest.get(0)),
        Path.of(rest.get(1)),
        rest.stream().skip(2).findFirst());
  }

  private static SignatureAlgorithm algorithm(String label) {
    return SignatureAlgorithm.of(label)
        .filter(known -> known != SignatureAlgorithm.HMAC_SHA256)
        .orElseThrow(() -> new SuretyException("unknown algorithm; " + algorithms()));
  }

  private static Optional<String> purpose(List<String> options) {
    Optional<String> purpose =
        options.stream()
            .filter(option -> option.startsWith(PURPOSE))
            .map(option -> option.substring(PURPOSE.length()))
            .findFirst();
    if (purpose.filter(name -> !PURPOSE_NAME.matcher(name).matches()).isPresent()) {
      throw new SuretyException(PURPOSE + " expects a purpose such as request-signing");
    }
    return purpose;
  }

  private static String algorithms() {
    return Arrays.stream(SignatureAlgorithm.values())
        .filter(algorithm -> algorithm != SignatureAlgorithm.HMAC_SHA256)
        .map(SignatureAlgorithm::label)
        .collect(Collectors.joining(", ", "algorithms: ", ""));
  }
}
