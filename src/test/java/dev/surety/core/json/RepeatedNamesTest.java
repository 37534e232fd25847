package dev.surety.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "[{\"x\":[{\"b\":1,\"c\":2,\"b\":3}]}]",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":1,\"a\":2} and more"
      })
  void nameTwiceInAnObject_isFound(String json) {
    assertThat(RepeatedNames.in(bytes(json))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{\"a\":1,\"A\":2}",
        "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}",
        "[\"a\",\"a\"]",
        "{\"a\":\"\u0000\",\"b\":1}",
        "{\"a\":"
      })
  void everythingElse_isNot(String text) {
    assertThat(RepeatedNames.in(bytes(text))).isFalse();
  }

  @Test
  void depth_doesNotMatter() {
    String deep = "[".repeat(100_000) + "{\"a\":1,\"a\":2}";
    assertThat(RepeatedNames.in(bytes(deep))).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
