package dev.surety.signature.internal.body;

import dev.surety.core.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * One call in a JSON-RPC 2.0 envelope.
 *
 * @param isToolCall whether it is MCP's {@code tools/call}, which calls an operation
 * @param name the operation then, else the method
 */
public record RpcCall(boolean isToolCall, String name) {

  static final String TOOL_CALL = "tools/call";

  /** Whether it calls something: an answer has no method, other JSON no {@code jsonrpc}. */
  static boolean isEnvelope(Json json) {
    return json instanceof Json.Members object
        && (object.values().get("method") instanceof Json.Text
            || (object.values().containsKey("method") && object.values().containsKey("jsonrpc")));
  }

  /** Empty if nobody can say what an envelope calls. */
  static Optional<RpcCall> of(Json envelope) {
    String method = text(envelope, "method");
    if (!method.equals(TOOL_CALL)) {
      return method.isEmpty() ? Optional.empty() : Optional.of(new RpcCall(false, method));
    }
    String tool = text(member(envelope, "params"), "name");
    return tool.isEmpty() ? Optional.empty() : Optional.of(new RpcCall(true, tool));
  }

  private static String text(Json object, String name) {
    return member(object, name) instanceof Json.Text text ? text.value() : "";
  }

  private static Json member(Json json, String name) {
    Map<String, Json> members = json instanceof Json.Members object ? object.values() : Map.of();
    return members.getOrDefault(name, Json.Literal.NULL);
  }
}
