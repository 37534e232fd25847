package dev.surety.core.net;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What every request of a {@link GuardedPoster} shares.
 *
 * @param egress finds the proxy; null without one
 * @param trusted TLS for requests without an identity
 * @param keep how many bytes of responses are kept
 */
record PostParts(
    CheckedAddresses names,
    IdleConnections idle,
    PostTransport transport,
    @Nullable Egress egress,
    SSLContext trusted,
    int keep) {

  record Egress(EgressProxy proxy, CheckedAddresses names) {}
}
