package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderJsonTest {

  @Test
  void headers_areSortedByNameAndReadBack() {
    Map<String, String> headers = Map.of("X-B", "say \"hi\"", "X-A", "\\", "X-C", "");
    String json = HeaderJson.write(headers);
    assertThat(json).isEqualTo("{\"X-A\":\"\\\\\",\"X-B\":\"say \\\"hi\\\"\",\"X-C\":\"\"}");
    assertThat(HeaderJson.read(json)).isEqualTo(headers);
  }

  @Test
  void noHeaders_areNoText() {
    assertThat(HeaderJson.write(Map.of())).isNull();
  }
}
