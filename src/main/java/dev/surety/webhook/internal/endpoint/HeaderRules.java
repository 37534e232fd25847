package dev.surety.webhook.internal.endpoint;

import java.util.Map;
import java.util.Optional;

/** Decides which headers may be sent with deliveries. */
@FunctionalInterface
public interface HeaderRules {

  /** What is wrong, naming the header; may be shown to callers. */
  Optional<String> refusal(Map<String, String> headers);
}
