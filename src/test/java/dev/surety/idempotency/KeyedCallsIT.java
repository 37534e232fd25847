package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.KeyedShop;
import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** CDI methods that run once by a key of their arguments. */
class KeyedCallsIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("keyed.war").classes(KeyedShop.class).build();
  }

  @Test
  void secondCallWithSameKey_returnsTheFirstResult() {
    String first = call("keyed?as=list");
    assertThat(first).matches("\\[\\d+]");
    assertThat(call("keyed?as=list")).isEqualTo(first);
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void sameKeyWithOtherArguments_isRefused() {
    call("keyed?as=list");
    assertThat(call("keyed?as=other")).startsWith("refused Conflict");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void nullAndNothing_areResults() {
    assertThat(call("keyed?as=null")).isEqualTo("null");
    assertThat(call("keyed?as=null")).isEqualTo("null");
    assertThat(call("keyed?as=void")).isEqualTo("void");
    assertThat(call("keyed?as=void")).isEqualTo("void");
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void callThatFails_isRolledBackAndRunsAgain() {
    assertThat(call("keyed?as=fails")).isEqualTo("failed the work fails");
    assertThat(call("keyed?as=fails")).isEqualTo("failed the work fails");
    assertThat(Shop.effects(name)).isZero();
  }

  @Test
  void callInATransactionThatRollsBack_isReleased() {
    assertThat(post("keyed/joined?as=void").statusCode()).isEqualTo(500);
    assertThat(Shop.effects(name)).isZero();
    String second = call("keyed?as=void");
    // It is freed after its transaction, whose end does not wait for that.
    while (second.startsWith("refused InFlight")) {
      second = call("keyed?as=void");
    }
    assertThat(second).isEqualTo("void");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void context_isToldInsideTheCall() {
    assertThat(call("keyed?as=context")).matches("1 false [A-Za-z0-9_-]{43}");
  }

  private String call(String path) {
    return post(path).body();
  }
}
