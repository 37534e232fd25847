package dev.surety.idempotency.internal;

import java.time.OffsetDateTime;

/** The entity of one principal's counters; see {@link IdempotencyRecord}. */
@SuppressWarnings({"NullAway.Init", "unused"})
public class IdempotencyUsage {

  private byte[] ownerHash;
  private String application;
  private long liveRows;
  private long storedBytes;
  private OffsetDateTime windowStart;
  private long windowInserts;

  /** For Jakarta Persistence. */
  protected IdempotencyUsage() {}
}
