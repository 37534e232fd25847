package dev.surety.signature.internal.body;

import dev.surety.core.json.Json;
import dev.surety.core.json.NotStrictJsonException;
import dev.surety.core.json.StrictJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a body says of the request it came with.
 *
 * @param calls what it calls, several in a batch; none if it is no JSON-RPC (§4, §6)
 * @param resolved whether {@link #calls} is all it can be taken to call; false for what a more
 *     lenient reader than this may take for a call
 * @param registersCredentials whether it hands over credentials for webhooks, {@code
 *     push_notification_config.authentication} or {@code notification_configs[].authentication}, in
 *     whatever envelope; or could not be read and might
 */
public record BodyFacts(List<RpcCall> calls, boolean resolved, boolean registersCredentials) {

  private static final BodyFacts NOTHING = new BodyFacts(List.of(), true, false);
  private static final BodyFacts UNREADABLE = new BodyFacts(List.of(), false, true);

  public BodyFacts {
    calls = List.copyOf(calls);
  }

  /**
   * Never throws: of what cannot be read, though it is said to be JSON, the worst is assumed.
   *
   * @param contentType as received; null if there is none, which may be JSON
   */
  public static BodyFacts of(@Nullable String contentType, byte[] body) {
    if (body.length == 0) {
      return NOTHING;
    }
    try {
      Json root = StrictJson.read(body);
      List<Json> envelopes = root instanceof Json.Elements batch ? batch.values() : List.of(root);
      List<Optional<RpcCall>> calls =
          envelopes.stream().filter(RpcCall::isEnvelope).map(RpcCall::of).toList();
      return new BodyFacts(
          calls.stream().flatMap(Optional::stream).toList(),
          calls.stream().allMatch(Optional::isPresent),
          CredentialRegistration.isIn(root));
    } catch (NotStrictJsonException e) {
      boolean json = contentType == null || contentType.toLowerCase(Locale.ROOT).contains("json");
      return json || startsLikeJson(body) ? UNREADABLE : NOTHING;
    }
  }

  /** Whatever its type says, a method may read it as JSON. */
  private static boolean startsLikeJson(byte[] body) {
    int at = 0;
    while (at < body.length && body[at] <= ' ') {
      at++;
    }
    return at < body.length && (body[at] == '{' || body[at] == '[');
  }

  /** The JSON-RPC methods that are called, but for MCP's {@code tools/call}. */
  public List<String> protocolMethods() {
    return calls.stream().filter(call -> !call.isToolCall()).map(RpcCall::name).toList();
  }

  /** The operations that are called by MCP's {@code tools/call}. */
  public List<String> operations() {
    return calls.stream().filter(RpcCall::isToolCall).map(RpcCall::name).toList();
  }
}
