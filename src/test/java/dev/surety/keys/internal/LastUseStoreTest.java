package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.NOW;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** When a key verified something last. */
class LastUseStoreTest extends TwoInstances {

  @Test
  void lastUse_isNotedLater_andByNoRead() {
    rings.seed(ring, "k1", secret());
    String token = one.tokens().sign(ring, "m");
    one.tokens().verify(ring, "m", token + "0");
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNull();
    one.tokens().verify(ring, "m", token);
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNull();
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt())
        .isCloseTo(NOW, within(30, ChronoUnit.SECONDS));
    fixture.pass(Duration.ofHours(1));
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt())
        .isCloseTo(NOW, within(30, ChronoUnit.SECONDS));
  }

  @Test
  void useOfALockedKey_isNotedLater() throws Exception {
    useKey();
    try (Connection connection = fixture.connection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT 1 FROM surety_key FOR UPDATE");
      one.noteUse();
      connection.rollback();
    }
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNull();
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNotNull();
  }

  @Test
  void useThatCouldNotBeWritten_isNotedLater() {
    useKey();
    fixture.execute("ALTER TABLE surety_key RENAME TO surety_key_away");
    assertThat(catchThrowable(one::noteUse)).isNotNull();
    fixture.execute("ALTER TABLE surety_key_away RENAME TO surety_key");
    one.noteUse();
    assertThat(rings.active(ring).orElseThrow().lastVerifiedAt()).isNotNull();
  }

  @Test
  void use_isNotedOnceMoreByAnInstanceThatStops() {
    useKey();
    one.close();
    assertThat(others.active(ring).orElseThrow().lastVerifiedAt()).isNotNull();
  }

  private void useKey() {
    rings.seed(ring, "k1", secret());
    assertThat(one.tokens().verify(ring, "m", one.tokens().sign(ring, "m")).isValid()).isTrue();
  }
}
