package dev.surety.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookMessageTest {

  private final WebhookMessage.Builder builder =
      WebhookMessage.to(URI.create("https://example.com/"));

  @Test
  void bytesWithoutMediaType_areRefused_namingWhatTakesThem() {
    Object bytes = new byte[] {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.payload(bytes))
        .withMessageContaining("payload(bytes, mediaType)");
  }

  @Test
  void bytes_areCopied() {
    byte[] bytes = {1};
    WebhookMessage message = builder.payload(bytes, "application/octet-stream").build();
    bytes[0] = 2;
    assertThat(message.payload()).isEqualTo(new byte[] {1});
  }

  @Test
  void objectAfterBytes_isJson() {
    WebhookMessage message = builder.payload(new byte[1], "text/plain").payload(Map.of()).build();
    assertThat(message.payload()).isEqualTo(Map.of());
    assertThat(message.contentType()).isEqualTo("application/json");
  }

  @Test
  void messageWithoutPayload_isRefused_anEmptyOneIsNot() {
    assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("payload");
    assertThat(builder.payload(new byte[0], "text/plain").build().payload()).isEqualTo(new byte[0]);
  }
}
