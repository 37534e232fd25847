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
 * What is delivered, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook_message")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class StoredMessage {

  @Id
  @Column(name = "delivery_id", columnDefinition = "uuid")
  private UUID deliveryId;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "tenant", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String tenant;

  @Column(name = "endpoint_id", nullable = false, columnDefinition = "uuid")
  private UUID endpointId;

  @Column(name = "url", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String url;

  @Column(name = "circuit", nullable = false, columnDefinition = "uuid")
  private UUID circuit;

  @Column(name = "circuit_key", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String circuitKey;

  @Column(name = "event_type", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String eventType;

  @Column(name = "webhook_id", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String webhookId;

  @Column(name = "content_type", nullable = false, columnDefinition = "text")
  private String contentType;

  @Column(name = "body", nullable = false, columnDefinition = "bytea")
  private byte[] body;

  @Column(name = "headers", columnDefinition = "text")
  private @Nullable String headers;

  @Column(name = "sequence_key", columnDefinition = "text")
  private @Nullable String sequenceKey;

  @Column(name = "sequence_number", columnDefinition = "bigint")
  private @Nullable Long sequenceNumber;

  @Column(name = "max_attempts", nullable = false, columnDefinition = "integer")
  private int maxAttempts;

  @Column(name = "created_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime createdAt;

  @Column(name = "expires_at", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime expiresAt;

  @Column(name = "task_id", columnDefinition = "text")
  private @Nullable String taskId;

  @Column(name = "task_type", columnDefinition = "text")
  private @Nullable String taskType;

  @Column(name = "notification", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String notification;

  @Column(name = "traceparent", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String traceparent;

  @Column(name = "redelivered", nullable = false, columnDefinition = "boolean")
  private boolean redelivered;

  @Column(name = "ended", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String ended;

  @Column(name = "ended_at", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime endedAt;

  @Column(name = "reason", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String reason;

  @Column(name = "attempts", nullable = false, columnDefinition = "integer")
  private int attempts;

  /** For Jakarta Persistence. */
  protected StoredMessage() {}
}
