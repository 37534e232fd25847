package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Fingerprint;
import java.net.URI;

/** How urls appear in logs: origin and fingerprint, because paths and queries hold secrets. */
final class Urls {

  private Urls() {}

  static String logged(URI url, Fingerprint fingerprint) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String origin = url.getScheme() + "://" + url.getHost() + port;
    return fingerprint.of(url.toString()) + " of " + origin;
  }
}
