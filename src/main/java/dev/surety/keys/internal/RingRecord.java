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

/** A ring; see {@link KeyRecord}. */
@Entity
@Cacheable(false)
@IdClass(RingRecord.Id.class)
@Table(name = "surety_key_ring")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class RingRecord {

  @jakarta.persistence.Id
  @Column(name = "application", columnDefinition = "text COLLATE \"C\"")
  private String application;

  @jakarta.persistence.Id
  @Column(name = "key_ring", columnDefinition = "text COLLATE \"C\"")
  private String keyRing;

  @Column(name = "use", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String use;

  @Column(name = "created_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime createdAt;

  /** For Jakarta Persistence. */
  protected RingRecord() {}

  /** What names a ring. */
  @SuppressWarnings("NullAway.Init")
  public static class Id implements Serializable {

    private static final long serialVersionUID = 1L;

    private String application;
    private String keyRing;

    public Id() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Id id
          && Objects.equals(application, id.application)
          && Objects.equals(keyRing, id.keyRing);
    }

    @Override
    public int hashCode() {
      return Objects.hash(application, keyRing);
    }
  }
}
