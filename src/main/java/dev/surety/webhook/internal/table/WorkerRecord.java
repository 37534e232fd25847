package dev.surety.webhook.internal.table;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An instance that delivers, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook_worker")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class WorkerRecord {

  @Id
  @Column(name = "worker", columnDefinition = "uuid")
  private UUID worker;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "seen_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime seenAt;

  /** For Jakarta Persistence. */
  protected WorkerRecord() {}
}
