package dev.surety.signature.internal.body;

import dev.surety.SuretyException;
import dev.surety.signature.Verification.Rejected;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a request needs a signature, by the names of what it calls.
 *
 * <p>Immutable. Operations and JSON-RPC methods are two name spaces that never match each other: an
 * operation is what a resource method or MCP's {@code tools/call} names, a method what the envelope
 * names. Of several names the strictest mode counts, so that neither a batch nor a second name
 * loosens the first one's.
 *
 * <table>
 * <caption>Decisions</caption>
 * <tr><th>signature</th><th>none</th><th>warn</th><th>supported</th><th>required</th></tr>
 * <tr><td>one field without the other</td><td colspan="4">refused</td></tr>
 * <tr><td>valid</td><td>unsigned</td><td>signed</td><td>signed</td><td>signed</td></tr>
 * <tr><td>failed, fallback</td><td>unsigned</td><td>warned</td><td>refused</td>
 *     <td>refused</td></tr>
 * <tr><td>failed, no fallback</td><td>unsigned</td><td>refused</td><td>refused</td>
 *     <td>refused</td></tr>
 * <tr><td>absent, fallback</td><td>unsigned</td><td>unsigned</td><td>unsigned</td>
 *     <td>fallback</td></tr>
 * <tr><td>absent, no fallback</td><td>unsigned</td><td>unsigned</td><td>unsigned</td>
 *     <td>refused</td></tr>
 * </table>
 *
 * <p>A refusal carries the failed step's code, or the code for a missing signature. A request that
 * registers credentials needs a valid signature in every mode, and no fallback replaces it.
 */
public final class Modes {

  /** How AdCP names operations of several words, and no protocol its methods. */
  private static final Pattern OPERATION = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");

  private final Mode unlisted;
  private final Map<String, Mode> operations;
  private final Map<String, Mode> protocolMethods;

  private Modes(Mode unlisted, Map<String, Mode> operations, Map<String, Mode> protocolMethods) {
    this.unlisted = unlisted;
    this.operations = operations;
    this.protocolMethods = protocolMethods;
  }

  /**
   * @param unlisted the mode of a resource method whose operation is not listed
   * @throws SuretyException naming the first name that is listed twice or in the wrong name space
   */
  public static Modes of(
      Mode unlisted, Map<Mode, List<String>> operations, Map<Mode, List<String>> protocolMethods) {
    Map<String, Mode> ofOperations = byName("operation", operations);
    Map<String, Mode> ofMethods = byName("protocol method", protocolMethods);
    ofOperations.keySet().forEach(Modes::checkOperation);
    ofMethods.keySet().forEach(Modes::checkProtocolMethod);
    for (String name : ofOperations.keySet()) {
      if (ofMethods.containsKey(name)) {
        throw new SuretyException(
            "'" + name + "' is listed as an operation and as a protocol method; it can be one");
      }
    }
    return new Modes(unlisted, Map.copyOf(ofOperations), Map.copyOf(ofMethods));
  }

  /** The mode of a resource method's operation, whatever the body calls. */
  public Mode of(String operation) {
    return operations.getOrDefault(operation, unlisted);
  }

  /**
   * @throws SuretyException if a resource method's operation is listed as a protocol method
   */
  public void checkServed(String operation) {
    if (protocolMethods.containsKey(operation)) {
      throw new SuretyException(
          "'"
              + operation
              + "' is listed as a protocol method, but is the name of a resource method's operation;"
              + " list it as an operation, or name the operation otherwise");
    }
  }

  /** Whether what a body calls can change the mode. */
  public boolean dependOnBody() {
    return !operations.isEmpty() || !protocolMethods.isEmpty();
  }

  /**
   * The strictest mode of all that a request calls, tools that are listed nowhere among them; of
   * all that are listed, if that is unclear.
   *
   * @param operation the resource method's
   */
  public Mode mode(String operation, BodyFacts body) {
    Stream<Mode> called =
        body.resolved()
            ? Stream.concat(
                body.operations().stream().map(this::of),
                body.protocolMethods().stream()
                    .filter(protocolMethods::containsKey)
                    .map(protocolMethods::get))
            : Stream.concat(operations.values().stream(), protocolMethods.values().stream());
    Mode own = of(operation);
    return Stream.concat(Stream.of(own), called).max(Mode::compareTo).orElse(own);
  }

  /**
   * @param fallback whether the caller is authenticated otherwise; asked only where that matters
   * @param registersCredentials whether the body does, and the profile minds
   * @param required what a missing signature is refused with
   */
  public static Decision decide(
      Mode mode,
      Finding finding,
      BooleanSupplier fallback,
      boolean registersCredentials,
      Rejected required) {
    if (finding instanceof Finding.Unpaired unpaired) {
      return new Decision.Refused(unpaired.why());
    }
    if (mode == Mode.NONE && !registersCredentials) {
      return new Decision.Unsigned();
    }
    if (finding instanceof Finding.Valid valid) {
      return new Decision.Signed(valid.signer());
    }
    if (finding instanceof Finding.Failed failed) {
      return mode == Mode.WARN && !registersCredentials && fallback.getAsBoolean()
          ? new Decision.Warned(failed.why())
          : new Decision.Refused(failed.why());
    }
    if (mode != Mode.REQUIRED && !registersCredentials) {
      return new Decision.Unsigned();
    }
    return !registersCredentials && fallback.getAsBoolean()
        ? new Decision.Fallback()
        : new Decision.Refused(required);
  }

  private static Map<String, Mode> byName(String kind, Map<Mode, List<String>> names) {
    Map<String, Mode> modes = new HashMap<>();
    names.forEach(
        (mode, listed) ->
            listed.forEach(
                name -> {
                  Mode other = modes.put(name, mode);
                  if (other != null && other != mode) {
                    throw new SuretyException(
                        kind + " '" + name + "' is listed under two modes; it can have one");
                  }
                }));
    return modes;
  }

  private static void checkOperation(String name) {
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new SuretyException(
          "'"
              + name
              + "' is listed as an operation, but is a JSON-RPC method's name; list it as a"
              + " protocol method");
    }
  }

  private static void checkProtocolMethod(String name) {
    if (name.equals(RpcCall.TOOL_CALL)) {
      throw new SuretyException(
          "'" + name + "' is listed as a protocol method, but it calls operations; list those");
    }
    if (name.isBlank() || OPERATION.matcher(name).matches()) {
      throw new SuretyException(
          "'"
              + name
              + "' is listed as a protocol method, but is an operation's name; list it as an"
              + " operation");
    }
  }
}
