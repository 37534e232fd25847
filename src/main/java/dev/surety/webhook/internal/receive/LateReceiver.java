package dev.surety.webhook.internal.receive;

import dev.surety.webhook.WebhookVerifier;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A receiver that may be injected before Surety has started; looked up with each call. */
final class LateReceiver implements WebhookVerifier {

  private final Supplier<WebhookVerifier> receiver;

  LateReceiver(Supplier<WebhookVerifier> receiver) {
    this.receiver = receiver;
  }

  @Override
  public Inbound receive(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    return receiver.get().receive(method, target, headers, body);
  }

  @Override
  public boolean handled(Inbound.First first) {
    return receiver.get().handled(first);
  }

  @Override
  public void failed(Inbound.First first) {
    receiver.get().failed(first);
  }
}
