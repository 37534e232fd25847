package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.EC;
import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.KeyResolver.Untrusted;
import dev.surety.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CombinedKeysTest {

  private static final HttpMessage MESSAGE =
      new HttpMessage.Request("GET", "https://a.example/", List.of(), new byte[0]);

  private static HeldKeys of(String issuer, String... jwks) {
    return StaticKeys.of(new String(set(jwks), StandardCharsets.UTF_8), issuer, issuer);
  }

  /** Holds nothing until it has looked, and then what it answers. */
  private static final class Silent implements HeldKeys {

    private final Resolution answer;
    private boolean sought;

    Silent(Resolution answer) {
      this.answer = answer;
    }

    @Override
    public Optional<VerificationKey> held(String keyId) {
      return sought && answer instanceof Found found ? Optional.of(found.key()) : Optional.empty();
    }

    @Override
    public boolean knew(String keyId) {
      return answer instanceof Found;
    }

    @Override
    public CompletableFuture<Void> seek(String keyId) {
      sought = true;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean canSeek() {
      return true;
    }

    @Override
    public Resolution answer(String keyId) {
      return sought ? answer : new Unknown();
    }
  }

  private static Resolution resolve(String keyId, HeldKeys... publishers) {
    KeyResolver resolver = new CombinedKeys(List.of(publishers));
    return resolver.resolve(keyId, MESSAGE);
  }

  private static String issuer(Resolution resolution) {
    return ((Found) resolution).key().issuer();
  }

  @Test
  void idOfTwoPublishers_isTheFirstOnesUnderItsOwnName() {
    assertThat(issuer(resolve("ed", of("a", ED25519), of("b", ED25519)))).isEqualTo("a");
    assertThat(issuer(resolve("ed", of("b", ED25519), of("a", ED25519)))).isEqualTo("b");
  }

  @Test
  void idOfASetThatHasRunOut_isAskedOfItBeforeALaterPublisherIs() {
    VerificationKey renewed = of("a", ED25519).held("ed").orElseThrow();
    assertThat(issuer(resolve("ed", new Silent(new Found(renewed)), of("b", ED25519))))
        .isEqualTo("a");
    assertThat(issuer(resolve("ed", new Silent(new Unavailable()), of("b", ED25519))))
        .isEqualTo("b");
  }

  @Test
  void idOfTheSecondPublisher_isFound() {
    assertThat(issuer(resolve("ec", of("a", ED25519), of("b", EC)))).isEqualTo("b");
  }

  @Test
  void heldKey_isFoundWithoutSearchingElsewhere() {
    HeldKeys failing = new Silent(new Unavailable());
    assertThat(issuer(resolve("ec", failing, of("b", EC)))).isEqualTo("b");
  }

  @Test
  void unknownId_isUnknown() {
    assertThat(resolve("x", of("a", ED25519), of("b", EC))).isInstanceOf(Unknown.class);
    assertThat(resolve("x")).isInstanceOf(Unknown.class);
  }

  @Test
  void failedPublisher_isToldBeforeUnknown() {
    HeldKeys known = of("a", ED25519);
    assertThat(resolve("x", known, new Silent(new Unavailable()))).isInstanceOf(Unavailable.class);
    assertThat(resolve("x", new Silent(new Untrusted()), known)).isInstanceOf(Untrusted.class);
    assertThat(resolve("x", new Silent(new Unavailable()), new Silent(new Untrusted())))
        .isInstanceOf(Unavailable.class);
  }
}
