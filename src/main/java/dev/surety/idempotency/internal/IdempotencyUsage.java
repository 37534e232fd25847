package dev.surety.idempotency.internal;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/** One principal's counters; see {@link IdempotencyRecord}. */
@Entity
@Cacheable(false)
@Table(name = "surety_idempotency_usage")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class IdempotencyUsage {

  @Id
  @Column(name = "owner_hash", columnDefinition = "bytea")
  private byte[] ownerHash;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "live_rows", nullable = false, columnDefinition = "bigint")
  private long liveRows;

  @Column(name = "stored_bytes", nullable = false, columnDefinition = "bigint")
  private long storedBytes;

  @Column(name = "window_start", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime windowStart;

  @Column(name = "window_inserts", nullable = false, columnDefinition = "bigint")
  private long windowInserts;

  /** For Jakarta Persistence. */
  protected IdempotencyUsage() {}
}
