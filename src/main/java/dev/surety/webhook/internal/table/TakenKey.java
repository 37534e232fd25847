package dev.surety.webhook.internal.table;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An idempotency key of a caller's that is taken, as the application's own schema generation and
 * validation see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook_dedup")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class TakenKey {

  @Id
  @Column(name = "key_hash", columnDefinition = "uuid")
  private UUID keyHash;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "body_hash", nullable = false, columnDefinition = "uuid")
  private UUID bodyHash;

  @Column(name = "delivery_id", nullable = false, columnDefinition = "uuid")
  private UUID deliveryId;

  @Column(name = "until", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime until;

  /** For Jakarta Persistence. */
  protected TakenKey() {}
}
