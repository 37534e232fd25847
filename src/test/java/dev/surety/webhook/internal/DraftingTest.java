package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.surety.testing.MapConfig;
import dev.surety.webhook.WebhookMessage;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftingTest {

  private final Drafting drafting =
      new Drafting(
          "shop",
          WebhookSettings.of(new MapConfig(Map.of())),
          new DeliveryIds(() -> Instant.EPOCH),
          url -> Optional.empty(),
          () -> null);

  @ParameterizedTest
  @ValueSource(strings = {"https://x.example/a?b#hush", "https://x.example/#"})
  void urlWithAFragment_isRefused_withoutTellingIt(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draft(url))
        .withMessageContaining("fragment")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hush"));
  }

  @Test
  void urlWithAQuery_isKeptWhole() {
    assertThat(draft("https://x.example/a?b=%23").url()).isEqualTo("https://x.example/a?b=%23");
  }

  private Draft draft(String url) {
    return drafting.draft(WebhookMessage.to(URI.create(url)).payload("x").build(), null);
  }
}
