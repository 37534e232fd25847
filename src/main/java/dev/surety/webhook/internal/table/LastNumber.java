package dev.surety.webhook.internal.table;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The last number of a sequence, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook_sequence")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class LastNumber {

  @Id
  @Column(name = "sequence", columnDefinition = "uuid")
  private UUID sequence;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "last_number", nullable = false, columnDefinition = "bigint")
  private long lastNumber;

  @Column(name = "used_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime usedAt;

  /** For Jakarta Persistence. */
  protected LastNumber() {}
}
