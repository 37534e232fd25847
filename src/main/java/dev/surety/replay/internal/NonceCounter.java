package dev.surety.replay.internal;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;

/** How many nonces of one key id are live; see {@link NonceRecord}. */
@Entity
@Cacheable(false)
@Table(name = "surety_replay_key")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class NonceCounter {

  @Id
  @Column(name = "key_hash", columnDefinition = "bytea")
  private byte[] keyHash;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "live", nullable = false, columnDefinition = "bigint")
  private long live;

  @Column(name = "exact_until", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime exactUntil;

  @Column(name = "last_end", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime lastEnd;

  @Column(name = "counts", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String counts;

  @Column(name = "granted", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String granted;

  /** For Jakarta Persistence. */
  protected NonceCounter() {}
}
