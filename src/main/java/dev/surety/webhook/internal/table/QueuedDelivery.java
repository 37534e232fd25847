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
 * One delivery that has not ended, as the application's own schema generation and validation see
 * it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class QueuedDelivery {

  @Id
  @Column(name = "delivery_id", columnDefinition = "uuid")
  private UUID deliveryId;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "circuit", nullable = false, columnDefinition = "uuid")
  private UUID circuit;

  @Column(name = "endpoint_id", nullable = false, columnDefinition = "uuid")
  private UUID endpointId;

  @Column(name = "state", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String state;

  @Column(name = "due", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime due;

  @Column(name = "leased_until", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime leasedUntil;

  @Column(name = "fence", nullable = false, columnDefinition = "integer")
  private int fence;

  @Column(name = "attempts", nullable = false, columnDefinition = "integer")
  private int attempts;

  @Column(name = "losses", nullable = false, columnDefinition = "integer")
  private int losses;

  @Column(name = "sequence", columnDefinition = "uuid")
  private @Nullable UUID sequence;

  @Column(name = "sequence_number", columnDefinition = "bigint")
  private @Nullable Long sequenceNumber;

  @Column(name = "size", nullable = false, columnDefinition = "integer")
  private int size;

  /** For Jakarta Persistence. */
  protected QueuedDelivery() {}
}
