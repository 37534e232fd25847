package dev.surety.webhook.internal.table;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered receiver, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook_endpoint")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class EndpointRecord {

  @Id
  @Column(name = "endpoint_id", columnDefinition = "uuid")
  private UUID endpointId;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "tenant", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String tenant;

  @Column(name = "name", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String name;

  @Column(name = "url", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String url;

  @Column(name = "ring", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String ring;

  @Column(name = "signatures", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String signatures;

  @Column(name = "headers", columnDefinition = "text")
  private @Nullable String headers;

  @Column(name = "client_certificate", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String clientCertificate;

  @Column(name = "rate_limit", columnDefinition = "integer")
  private @Nullable Integer rateLimit;

  @Column(name = "rated_until", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime ratedUntil;

  @Column(name = "max_in_flight", columnDefinition = "integer")
  private @Nullable Integer maxInFlight;

  @Column(name = "state", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String state;

  @Column(name = "reason", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String reason;

  @Column(name = "failing_since", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime failingSince;

  @Column(name = "created_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime createdAt;

  @Column(name = "updated_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime updatedAt;

  /** For Jakarta Persistence. */
  protected EndpointRecord() {}
}
