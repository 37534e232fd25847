package dev.surety.webhook.internal.endpoint;

import java.net.URI;
import java.util.Optional;

/** Decides whether a url may be delivered to, its addresses included. */
@FunctionalInterface
public interface UrlCheck {

  /**
   * May wait for a name to be looked up, for a bounded time.
   *
   * @return what is wrong, for operators only: it may name an address
   */
  Optional<String> refusal(URI url);
}
