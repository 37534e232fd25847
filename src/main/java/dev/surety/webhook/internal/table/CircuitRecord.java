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
 * A circuit of which something is known, as the application's own schema generation and validation
 * see it.
 *
 * <p>{@code META-INF/surety/schema/webhook.sql} explains the columns. Surety itself reads and
 * writes through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_webhook_circuit")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class CircuitRecord {

  @Id
  @Column(name = "circuit", columnDefinition = "uuid")
  private UUID circuit;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "tenant", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String tenant;

  @Column(name = "circuit_key", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String circuitKey;

  @Column(name = "state", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String state;

  @Column(name = "paused", nullable = false, columnDefinition = "boolean")
  private boolean paused;

  @Column(name = "failures", nullable = false, columnDefinition = "integer")
  private int failures;

  @Column(name = "successes", nullable = false, columnDefinition = "integer")
  private int successes;

  @Column(name = "probe_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime probeAt;

  @Column(name = "probe", columnDefinition = "uuid")
  private @Nullable UUID probe;

  @Column(name = "probe_until", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime probeUntil;

  @Column(name = "reason", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String reason;

  @Column(name = "changed_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime changedAt;

  /** For Jakarta Persistence. */
  protected CircuitRecord() {}
}
