package dev.surety.keys.internal;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One change of one key; see {@link KeyRecord}. */
@Entity
@Cacheable(false)
@Table(
    name = "surety_key_audit",
    indexes =
        @Index(name = "surety_key_audit_ring", columnList = "application, key_ring, changed_at"))
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class AuditRecord {

  @Id
  @Column(name = "audit_id", columnDefinition = "uuid")
  private UUID auditId;

  @Column(name = "application", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String application;

  @Column(name = "key_ring", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String keyRing;

  @Column(name = "kid", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String kid;

  @Column(name = "changed_at", nullable = false, columnDefinition = "timestamptz")
  private OffsetDateTime changedAt;

  @Column(name = "who", nullable = false, columnDefinition = "text")
  private String who;

  @Column(name = "what", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String what;

  @Column(name = "from_state", columnDefinition = "text COLLATE \"C\"")
  private @Nullable String fromState;

  @Column(name = "to_state", nullable = false, columnDefinition = "text COLLATE \"C\"")
  private String toState;

  /** For Jakarta Persistence. */
  protected AuditRecord() {}
}
