package dev.surety.core.net;

import java.net.InetAddress;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/**
 * What a connection was made for; it serves no other.
 *
 * @param tls with which identity, and trusting whom
 */
record Route(String scheme, String host, int port, InetAddress address, SSLContext tls) {

  Route(Target target, InetAddress address, SSLContext tls) {
    this(target.scheme(), target.host().toLowerCase(Locale.ROOT), target.port(), address, tls);
  }

  boolean isTls() {
    return scheme.equals("https");
  }
}
