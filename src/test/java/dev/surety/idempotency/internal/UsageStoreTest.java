package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.Core;
import dev.surety.core.SqlFile;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.testing.MapConfig;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left for later is counted once, however many transactions count at the same time. */
class UsageStoreTest {

  private static StoreFixture fixture;

  private final String application = "usage-" + UUID.randomUUID();
  private final String owner = UUID.randomUUID().toString().replace("-", "").repeat(2);

  private Core core;
  private Usage usage;

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @BeforeEach
  void begin() {
    core = fixture.unit().core(application, new IdempotencyPart(), Map.of());
    usage =
        new Usage(
            core,
            new SqlFile("idempotency", core.names()),
            IdempotencySettings.of(new MapConfig(Map.of())));
    put(3, 30);
  }

  @Test
  void shareThatIsBeingCounted_isCountedByNobodyElse() {
    usage
        .shares()
        .noting(
            notes -> {
              count(notes);
              usage.shares().noting(this::count);
              put(1, 10);
              return notes;
            });
    assertCounted(3, 30);
    usage.shares().noting(this::count);
    assertCounted(4, 40);
  }

  @Test
  void shareWhoseCountFailed_isCountedNextTime() {
    assertThatThrownBy(
            () ->
                usage
                    .shares()
                    .noting(
                        notes ->
                            core.ownTransactions()
                                .run(
                                    () -> {
                                      usage.countLater(notes);
                                      throw new IllegalStateException("rolled back");
                                    })))
        .hasMessage("rolled back");
    usage.shares().noting(this::count);
    assertCounted(3, 30);
  }

  /** It may have been counted, and twice would never be put right. */
  @Test
  void shareOfWhoseCountNobodyHeard_isNotCountedAgain() {
    assertThatThrownBy(
            () ->
                usage
                    .shares()
                    .noting(
                        notes -> {
                          count(notes);
                          fixture.unit().loseAnswers(true);
                          return core.ownTransactions().single("SELECT 1, 1");
                        }))
        .isInstanceOf(NotCommittedException.class);
    fixture.unit().loseAnswers(false);
    put(1, 10);
    usage.shares().noting(this::count);
    assertCounted(4, 40);
  }

  private void put(long keys, long bytes) {
    usage.shares().inserted(owner, keys);
    usage.shares().stored(owner, bytes);
  }

  private boolean count(Shares.Notes notes) {
    return core.ownTransactions()
        .run(
            () -> {
              usage.countLater(notes);
              return true;
            });
  }

  private void assertCounted(long rows, long bytes) {
    String of =
        " FROM surety_idempotency_usage WHERE owner_hash = decode('%s', 'hex')".formatted(owner);
    assertThat(number("SELECT live_rows" + of)).isEqualTo(rows);
    assertThat(number("SELECT stored_bytes" + of)).isEqualTo(bytes);
  }
}
