package dev.surety.webhook.internal.table;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@IdClass(AttemptRecord.Id.class)
@Table(name = "surety_webhook_log")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class AttemptRecord {

  @jakarta.persistence.Id
  @Column(name = "delivery_id", columnDefinition = "uuid")
  private UUID deliveryId;

  @jakarta.persistence.Id
  @Column(name = "fence", columnDefinition = "integer")
  private int fence;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "url", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String url;

  @Column(name = "task_id", columnDefinition = "text")
  private @Nullable String taskId;

  @Column(name = "task_type", columnDefinition = "text")
  private @Nullable String taskType;

  @Column(name = "notification", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String notification;

  @Column(name = "sequence_key", columnDefinition = "text")
  private @Nullable String sequenceKey;

  @Column(name = "sequence_number", columnDefinition = "bigint")
  private @Nullable Long sequenceNumber;

  @Column(name = "attempt", nullable = false, columnDefinition = "integer")
  private int attempt;

  @Column(name = "max_attempts", nullable = false, columnDefinition = "integer")
  private int maxAttempts;

  @Column(name = "outcome", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String outcome;

  @Column(name = "status", nullable = false, columnDefinition = "integer")
  private int status;

  @Column(name = "millis", nullable = false, columnDefinition = "bigint")
  private long millis;

  @Column(name = "payload_size", nullable = false, columnDefinition = "integer")
  private int payloadSize;

  @Column(name = "error", columnDefinition = "text")
  private @Nullable String error;

  @Column(name = "will_retry", nullable = false, columnDefinition = "boolean")
  private boolean willRetry;

  @Column(name = "next_retry", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime nextRetry;

  @Column(name = "occurred_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime occurredAt;

  @Column(name = "excerpt", columnDefinition = "text")
  private @Nullable String excerpt;

  /** For Jakarta Persistence. */
  protected AttemptRecord() {}

  /** What names an attempt: its delivery, and the claim under which it was made. */
  @SuppressWarnings("NullAway.Init")
  public static class Id implements Serializable {

    private static final long serialVersionUID = 1L;

    private UUID deliveryId;
    private int fence;

    public Id() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Id id
          && Objects.equals(deliveryId, id.deliveryId)
          && fence == id.fence;
    }

    @Override
    public int hashCode() {
      return Objects.hash(deliveryId, fence);
    }
  }
}
