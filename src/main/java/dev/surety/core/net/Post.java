package dev.surety.core.net;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A request that {@link GuardedPoster} makes.
 *
 * @param headers in the order in which they are sent; what frames the message is the poster's
 * @param body is sent as it is; nobody may change it
 * @param identity the client certificate and whom it trusts; null for none and the default
 * @param patience for everything together: lookup, connection, TLS, request, response
 * @param anew whether it needs a connection of its own, because one that was kept may be closed
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Post(
    URI url,
    List<HttpField> headers,
    byte[] body,
    @Nullable SSLContext identity,
    Duration patience,
    boolean anew) {

  public Post {
    headers = List.copyOf(headers);
  }
}
