package dev.surety.signature.internal.body;

import dev.surety.core.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds credentials for webhooks in a body.
 *
 * <p>At any depth: AdCP has them at the top, in accounts, in MCP's {@code params.arguments} and in
 * parts of A2A messages, and whoever sits between must not find an envelope that goes unseen. An
 * {@code authentication} that is null counts as none.
 */
final class CredentialRegistration {

  private CredentialRegistration() {}

  static boolean isIn(Json json) {
    if (json instanceof Json.Elements array) {
      return array.values().stream().anyMatch(CredentialRegistration::isIn);
    }
    return json instanceof Json.Members object
        && (registers(object.values())
            || object.values().values().stream().anyMatch(CredentialRegistration::isIn));
  }

  private static boolean registers(Map<String, Json> members) {
    Json several = members.get("notification_configs");
    return authenticates(members.get("push_notification_config"))
        || authenticates(several)
        || (several instanceof Json.Elements array
            && array.values().stream().anyMatch(CredentialRegistration::authenticates));
  }

  private static boolean authenticates(@Nullable Json config) {
    return config instanceof Json.Members object
        && object.values().getOrDefault("authentication", Json.Literal.NULL) != Json.Literal.NULL;
  }
}
