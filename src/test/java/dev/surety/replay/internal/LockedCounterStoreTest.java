package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.Flush.Busy;
import dev.surety.replay.KeyId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whom a flush tries by itself after a counter was locked for too long. */
class LockedCounterStoreTest extends SharedNonces {

  /** So near the global limit that every nonce asks its counter. */
  private static final Map<String, String> CONFIG =
      Map.of("surety.replay.sweep", "false", "surety.replay.global-cap", "5");

  private final String application = "locked-" + UUID.randomUUID();
  private final NonceStore store = fixture.flush(application, CONFIG);

  @Test
  void keyWhoseCounterIsLocked_isTriedByItself() throws SQLException {
    meetLockOf(KeyedNonce.keyHash(application, KeyId.of("one")));
    assertThat(groups()).hasSize(2);
  }

  @Test
  void keysThatMeetALockOfTheApplicationsCounter_areTriedTogether() throws SQLException {
    meetLockOf(KeyedNonce.totalHash(application));
    assertThat(groups()).hasSize(1);
  }

  private void meetLockOf(String counter) throws SQLException {
    assertThat(store.apply(accepts("a"))).containsOnly(FRESH);
    try (Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM surety_replay_key WHERE key_hash = decode('%s', 'hex') FOR UPDATE"
              .formatted(counter));
      assertThatThrownBy(() -> store.apply(accepts("b"))).isInstanceOf(Busy.class);
      other.rollback();
    }
  }

  private Stream<Object> groups() {
    List<Command> commands = accepts("c");
    return commands.stream().map(store.grouping(commands)).distinct();
  }

  private List<Command> accepts(String nonce) {
    return Stream.of("one", "two")
        .map(key -> fixture.accept(application, KeyId.of(key), nonce + key, SOON))
        .toList();
  }
}
