package dev.surety.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered receiver.
 *
 * @param reason why it is disabled, empty otherwise
 * @param failingSince when the failures began that no success has ended
 */
public record Endpoint(
    UUID id,
    Settings settings,
    State state,
    String reason,
    @Nullable Instant failingSince,
    Instant createdAt,
    Instant updatedAt) {

  /** What becomes of its messages. */
  public enum State {
    ACTIVE,
    /** They are held. */
    PAUSED,
    /** They are held, and new ones are refused. */
    DISABLED
  }

  /** How deliveries are signed; with several all are on the request. */
  public enum Signature {
    /** Standard Webhooks, {@code v1}: HMAC-SHA256 with the ring's keys. */
    STANDARD,
    /** Standard Webhooks, {@code v1a}: Ed25519 with the configured signing key. */
    STANDARD_ED25519,
    /** RFC 9421 by the configured signer. */
    RFC9421,
    /** {@code sha256=hex(HMAC(secret, timestamp "." body))} with the ring's active key. */
    LEGACY
  }

  /**
   * What an application decides about it.
   *
   * @param tenant up to 128 characters, empty where there is none
   * @param name 1 to 128 characters {@code [A-Za-z0-9_.-]}, unique for the tenant
   * @param url https, unless http is allowed by configuration
   * @param ring the ring of HMAC keys; null for the configured one
   * @param signatures empty for the configured ones
   * @param headers sent with each delivery
   * @param clientCertificate names a configured client certificate; null for none
   * @param rateLimit the most sends a second of all instances together; null for no limit
   * @param maxInFlight the most sends at once of each instance; null for its fair share
   */
  public record Settings(
      String tenant,
      String name,
      URI url,
      @Nullable String ring,
      Set<Signature> signatures,
      Map<String, String> headers,
      @Nullable String clientCertificate,
      @Nullable Integer rateLimit,
      @Nullable Integer maxInFlight) {

    public Settings {
      Objects.requireNonNull(tenant, "tenant");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(url, "url");
      signatures = Set.copyOf(signatures);
      headers = Map.copyOf(headers);
    }

    /** With the configured ring and signatures, and without limits. */
    public static Settings of(String tenant, String name, URI url) {
      return new Settings(tenant, name, url, null, Set.of(), Map.of(), null, null, null);
    }

    public Settings withUrl(URI value) {
      return new Settings(
          tenant,
          name,
          value,
          ring,
          signatures,
          headers,
          clientCertificate,
          rateLimit,
          maxInFlight);
    }

    public Settings withRing(@Nullable String value) {
      return new Settings(
          tenant, name, url, value, signatures, headers, clientCertificate, rateLimit, maxInFlight);
    }

    public Settings withSignatures(Set<Signature> value) {
      return new Settings(
          tenant, name, url, ring, value, headers, clientCertificate, rateLimit, maxInFlight);
    }

    public Settings withHeaders(Map<String, String> value) {
      return new Settings(
          tenant, name, url, ring, signatures, value, clientCertificate, rateLimit, maxInFlight);
    }

    public Settings withClientCertificate(@Nullable String value) {
      return new Settings(
          tenant, name, url, ring, signatures, headers, value, rateLimit, maxInFlight);
    }

    public Settings withRateLimit(@Nullable Integer value) {
      return new Settings(
          tenant, name, url, ring, signatures, headers, clientCertificate, value, maxInFlight);
    }

    public Settings withMaxInFlight(@Nullable Integer value) {
      return new Settings(
          tenant, name, url, ring, signatures, headers, clientCertificate, rateLimit, value);
    }
  }
}
