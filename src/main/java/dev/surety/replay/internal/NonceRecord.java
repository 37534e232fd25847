package dev.surety.replay.internal;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/**
 * One remembered nonce, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/replay.sql} explains the columns. Surety itself reads and writes
 * through native queries only.
 */
@Entity
@Cacheable(false)
@Table(name = "surety_replay")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class NonceRecord {

  @Id
  @Column(name = "nonce_hash", columnDefinition = "bigint")
  private Long nonceHash;

  @Column(name = "live_until", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime liveUntil;

  /** For Jakarta Persistence. */
  protected NonceRecord() {}
}
