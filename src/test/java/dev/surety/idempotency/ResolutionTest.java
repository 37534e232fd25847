package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "text/", "/plain", "text plain", "text/plain\n", "a/b/c"})
  void answerWithoutAMediaType_isRefused(String type) {
    assertThatIllegalArgumentException().isThrownBy(() -> answered(List.of(type)));
  }

  @Test
  void answerWithTwoMediaTypes_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> answered(List.of("text/plain", "text/html")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "a/b+json ; q=\"x\""})
  void answerWithAMediaType_isTaken(String type) {
    assertThat(answered(List.of(type)).answer().headers()).containsKey("content-type");
  }

  private static Resolution.Answered answered(List<String> types) {
    return new Resolution.Answered(new Answer(200, Map.of("content-type", types), new byte[1]));
  }
}
