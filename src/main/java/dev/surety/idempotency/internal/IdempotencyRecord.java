package dev.surety.idempotency.internal;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One key's row, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/idempotency.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(
    name = "surety_idempotency",
    indexes = @Index(name = "surety_idempotency_sweep", columnList = "application, sweep_at"))
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class IdempotencyRecord {

  @Id
  @Column(name = "key_hash", columnDefinition = "bytea")
  private byte[] keyHash;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "owner_hash", nullable = false, columnDefinition = "bytea")
  private byte[] ownerHash;

  @Column(name = "request_hash", nullable = false, columnDefinition = "bytea")
  private byte[] requestHash;

  @Column(name = "state", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String state;

  @Column(name = "token", nullable = false, columnDefinition = "uuid")
  private UUID token;

  @Column(name = "attempt", nullable = false, columnDefinition = "integer")
  private int attempt;

  @Column(name = "hold", nullable = false, columnDefinition = "boolean")
  private boolean hold;

  @Column(name = "takeover", nullable = false, columnDefinition = "boolean DEFAULT false")
  private boolean takeover;

  @Column(name = "lease_until", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime leaseUntil;

  @Column(name = "status", columnDefinition = "integer")
  private @Nullable Integer status;

  @Column(name = "headers", columnDefinition = "text")
  private @Nullable String headers;

  @Column(name = "body", columnDefinition = "bytea")
  private byte @Nullable [] body;

  @Column(name = "created_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime createdAt;

  @Column(name = "expires_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime expiresAt;

  @Column(name = "retain_until", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime retainUntil;

  @Column(name = "sweep_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime sweepAt;

  @Column(name = "resolved_by", columnDefinition = "text")
  private @Nullable String resolvedBy;

  /** For Jakarta Persistence. */
  protected IdempotencyRecord() {}
}
