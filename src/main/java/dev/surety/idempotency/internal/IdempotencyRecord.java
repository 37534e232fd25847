package dev.surety.idempotency.internal;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The entity of one key's row, mapped by {@code META-INF/surety-orm.xml}.
 *
 * <p>It exists so that the application's schema generation and validation know the table. Surety
 * itself reads and writes through native queries only.
 */
@SuppressWarnings({"NullAway.Init", "unused"})
public class IdempotencyRecord {

  private byte[] keyHash;
  private String application;
  private byte[] ownerHash;
  private byte[] requestHash;
  private String state;
  private UUID token;
  private int attempt;
  private boolean hold;
  private OffsetDateTime leaseUntil;
  private @Nullable Integer status;
  private @Nullable String headers;
  private byte @Nullable [] body;
  private OffsetDateTime createdAt;
  private OffsetDateTime expiresAt;
  private OffsetDateTime retainUntil;
  private OffsetDateTime sweepAt;
  private @Nullable String resolvedBy;

  /** For Jakarta Persistence. */
  protected IdempotencyRecord() {}
}
