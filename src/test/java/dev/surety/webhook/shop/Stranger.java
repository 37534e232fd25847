package dev.surety.webhook.shop;

import dev.surety.webhook.NamedReceiver;
import dev.surety.webhook.WebhookVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Wants a receiver that nobody configured. */
@ApplicationScoped
public class Stranger {

  @Inject
  @NamedReceiver("nobody")
  WebhookVerifier verifier;
}
