package dev.surety.keys.internal;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key, as the application's own schema generation and validation see it.
 *
 * <p>{@code META-INF/surety/schema/keys.sql} explains the columns. Surety itself reads and writes
 * through native queries only. That one key per ring is active is held by a partial index, which a
 * mapping cannot express; the start checks that it is there.
 */
@Entity
@Cacheable(false)
@IdClass(KeyRecord.Id.class)
@Table(name = "surety_key")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class KeyRecord {

  @jakarta.persistence.Id
  @Column(name = "application", columnDefinition = "text COLLATE \"C\"")
  private String application;

  @jakarta.persistence.Id
  @Column(name = "key_ring", columnDefinition = "text COLLATE \"C\"")
  private String keyRing;

  @jakarta.persistence.Id
  @Column(name = "kid", columnDefinition = "text COLLATE \"C\"")
  private String kid;

  @Column(name = "state", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String state;

  @Column(name = "secret", columnDefinition = "bytea")
  private byte @Nullable [] secret;

  @Column(name = "encryption_key", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String encryptionKey;

  @Column(name = "created_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime createdAt;

  @Column(name = "activated_at", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime activatedAt;

  @Column(name = "grace_until", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime graceUntil;

  @Column(name = "last_verified_at", columnDefinition = "timestamptz")
  private @Nullable OffsetDateTime lastVerifiedAt;

  /** For Jakarta Persistence. */
  protected KeyRecord() {}

  /** What names a key. */
  @SuppressWarnings("NullAway.Init")
  public static class Id implements Serializable {

    private static final long serialVersionUID = 1L;

    private String application;
    private String keyRing;
    private String kid;

    public Id() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Id id
          && Objects.equals(application, id.application)
          && Objects.equals(keyRing, id.keyRing)
          && Objects.equals(kid, id.kid);
    }

    @Override
    public int hashCode() {
      return Objects.hash(application, keyRing, kid);
    }
  }
}
