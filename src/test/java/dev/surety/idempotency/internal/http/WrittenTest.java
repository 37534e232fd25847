package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Answer;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrittenTest {

  @Test
  void storedBodyWithoutAType_isBytes() {
    assertThat(stored(1).mediaType()).isEqualTo(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    assertThat(stored(0).mediaType()).isNull();
  }

  private static Written.Kept stored(int length) {
    return Written.Kept.stored(new Answer(200, Map.of(), new byte[length]));
  }
}
