package dev.surety.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.Fakes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedBodyTest {

  /** As a chunked form is, once a servlet filter has asked for a parameter. */
  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data"})
  void formThatWasReadBefore_isNoticed(String type) {
    assertThat(BufferedBody.isFormWithoutLength(empty(type, -1), new byte[0])).isTrue();
  }

  @Test
  void emptyBody_isTaken() {
    assertThat(BufferedBody.read(empty("application/x-www-form-urlencoded", 0), 10, "body"))
        .isEmpty();
    assertThat(BufferedBody.read(empty("text/plain", -1), 10, "body")).isEmpty();
  }

  private static ContainerRequestContext empty(String type, int length) {
    int slash = type.indexOf('/');
    MediaType media = new MediaType(type.substring(0, slash), type.substring(slash + 1));
    return Fakes.fake(
        ContainerRequestContext.class,
        method ->
            switch (method) {
              case "getLength" -> length;
              case "getMediaType" -> media;
              case "getEntityStream" -> InputStream.nullInputStream();
              default -> null;
            });
  }
}
