package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.TableNames;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
import dev.surety.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several stores in one application. */
class StoresStoreTest {

  private static final Map<String, String> CONFIG =
      Map.of(
          "surety.replay.stores", "partners,feeds",
          "surety.replay.partners.cap", "1",
          "surety.replay.feeds.table", "feed_nonces");

  @Test
  void namedStores_haveTheirOwnTablesAndLimits() {
    try (ReplayFixture fixture = new ReplayFixture(TestDatabase.shared());
        ReplayStores stores = fixture.instances("shop", CONFIG)) {
      ReplayStore partners = stores.named("partners");
      ReplayStore feeds = stores.named("feeds");
      KeyId key = KeyId.of("key-1");
      for (ReplayStore store : new ReplayStore[] {stores.main(), partners, feeds}) {
        assertThat(store.accept(key, "n", SOON)).isEqualTo(FRESH);
        assertThat(store.accept(key, "n", SOON)).isEqualTo(REPLAYED);
      }
      assertThat(partners.accept(key, "m", SOON)).isEqualTo(AT_CAPACITY);
      assertThat(feeds.accept(key, "m", SOON)).isEqualTo(FRESH);
      assertThat(fixture.number("SELECT count(*) FROM surety_replay_partners")).isEqualTo(1);
      assertThat(fixture.number("SELECT count(*) FROM feed_nonces")).isEqualTo(2);
      assertThat(fixture.number("SELECT count(*) FROM surety_replay")).isEqualTo(1);
    }
  }

  @Test
  void everyStoreHashesItsNonces_withTheSaltThatTheDatabaseMade() {
    try (ReplayFixture fixture = new ReplayFixture(TestDatabase.shared());
        ReplayStores stores = fixture.instances("shop", CONFIG)) {
      KeyId key = KeyId.of("key-1");
      stores.main().accept(key, "n", SOON);
      stores.named("feeds").accept(key, "n", SOON);
      long hash = fixture.nonce("shop", key, "n").nonceHash();
      assertThat(fixture.number("SELECT nonce_hash FROM surety_replay")).isEqualTo(hash);
      assertThat(fixture.number("SELECT nonce_hash FROM feed_nonces")).isEqualTo(hash);
    }
  }

  @Test
  void nameThatIsNotConfigured_isRefused_sayingWhatToAdd() {
    try (ReplayFixture fixture = new ReplayFixture(TestDatabase.shared());
        ReplayStores stores = fixture.instances("shop", CONFIG)) {
      assertThatThrownBy(() -> stores.named("webhooks"))
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining("@NamedStore(\"webhooks\")")
          .hasMessageContaining("surety.replay.stores")
          .hasMessageContaining("[partners, feeds]");
    }
  }

  @Test
  void furtherTables_areQualifiedAndIndexedLikeTheFirst() {
    TableNames names =
        new TableNames("billing", Map.of("surety_replay", "r", "surety_schema", "surety_schema"))
            .with(Map.of("surety_replay", "surety_replay_x"));
    assertThat(names.in("INDEX \"surety_replay_sweep\" ON \"surety_replay\", \"surety_schema\""))
        .isEqualTo(
            "INDEX \"surety_replay_x_sweep\" ON \"billing\".\"surety_replay_x\","
                + " \"billing\".\"surety_schema\"");
  }
}
