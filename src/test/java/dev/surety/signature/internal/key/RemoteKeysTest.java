package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.EC;
import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.Failure;
import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import dev.surety.core.net.HttpResult.Refused;
import dev.surety.core.net.Refusal;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.KeyResolver.Untrusted;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteKeysTest extends RemoteSets {

  @Test
  void firstUse_fetches_andLaterUsesDoNot() {
    assertThat(keys.held("ed")).isEmpty();
    assertThat(((Found) resolve("ed")).key().issuer()).isEqualTo("issuer");
    pass(1799);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void set_isUsedFor1800SecondsAtMost() {
    resolve("ed");
    server = () -> new Failed(Failure.CONNECTION);
    pass(1799);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
    pass(1);
    assertThat(keys.held("ed")).isEmpty();
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
  }

  @Test
  void maxAge_shortensTheUse_andNeverLengthensIt() {
    server = () -> cached("public, max-age=60", ED25519);
    resolve("ed");
    pass(59);
    assertThat(keys.held("ed")).isPresent();
    pass(1);
    assertThat(keys.held("ed")).isEmpty();
    server = () -> cached("max-age=999999", ED25519);
    resolve("ed");
    pass(1800);
    assertThat(keys.held("ed")).isEmpty();
  }

  @Test
  void unknownId_fetchesOnceMore_andFindsANewKey() {
    resolve("ed");
    server = () -> ok(ED25519, EC);
    pass(30);
    assertThat(resolve("ec")).isInstanceOf(Found.class);
    assertThat(fetches).hasValue(2);
  }

  @Test
  void unknownIds_fetchOnceIn30Seconds() {
    resolve("ed");
    for (int i = 0; i < 100; i++) {
      assertThat(resolve("unknown" + i)).isInstanceOf(Unknown.class);
    }
    assertThat(fetches).hasValue(1);
    pass(30);
    for (int i = 0; i < 100; i++) {
      assertThat(resolve("other" + i)).isInstanceOf(Unknown.class);
    }
    assertThat(fetches).hasValue(2);
  }

  @Test
  void idThatAFreshSetMissed_isNotSoughtAgainForFiveMinutes() {
    resolve("ed");
    pass(30);
    resolve("missing");
    assertThat(fetches).hasValue(2);
    pass(299);
    assertThat(resolve("missing")).isInstanceOf(Unknown.class);
    assertThat(fetches).hasValue(2);
    server = () -> ok(ED25519, EC.replace("'ec'", "'missing'"));
    pass(1);
    assertThat(resolve("missing")).isInstanceOf(Found.class);
  }

  @Test
  void missedIds_areBounded() {
    MissedIds missed = new MissedIds(10);
    for (int i = 0; i < 1000; i++) {
      missed.add("id" + i, 0);
    }
    assertThat(missed.size()).isEqualTo(10);
    assertThat(missed.contains("id999", 0)).isTrue();
    assertThat(missed.contains("id0", 0)).isFalse();
  }

  @Test
  void failedFirstFetch_isUnavailable_andTriedAgainAfter30Seconds() {
    server = () -> new Failed(Failure.DEADLINE);
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
    server = () -> ok(ED25519);
    pass(29);
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
    assertThat(fetches).hasValue(1);
    pass(1);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
  }

  @Test
  void otherStatusThan200_isUnavailable() {
    for (int status : new int[] {204, 206, 301, 304, 404, 500}) {
      server = () -> new Body(status, set(ED25519), Map.of());
      assertThat(resolve("ed")).as("%d", status).isInstanceOf(Unavailable.class);
      pass(30);
    }
  }

  @Test
  void whatIsNoSet_isUntrusted() {
    server =
        () -> new Body(200, "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void refusedAddressAndTooLargeSet_areUntrusted() {
    server = () -> new Refused(Refusal.ADDRESS);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
    pass(30);
    server = () -> new Failed(Failure.TOO_LARGE);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
  }

  @Test
  void failedRefetch_takesNothingFromTheHeldSet() {
    resolve("ed");
    pass(30);
    server = () -> new Body(200, new byte[0], Map.of());
    assertThat(resolve("ec")).isInstanceOf(Unknown.class);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
    pass(1770);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
  }

  @Test
  void keyThatLeftTheSet_isUnknownAfterTheNextFetch() {
    resolve("ed");
    server = () -> ok(EC);
    pass(1800);
    assertThat(resolve("ed")).isInstanceOf(Unknown.class);
  }
}
