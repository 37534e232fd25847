package dev.surety.core.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.testing.Fakes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /** A filter that decodes leaves the Content-Length of what it was sent. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 3, 9, 10})
  void bodyLongerThanItsLength_isReadWhole(int length) {
    byte[] decoded = "0123456789".getBytes(US_ASCII);
    assertThat(BufferedBody.read(request("text/plain", length, decoded), 10, "body"))
        .isEqualTo(decoded);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 9})
  void bodyBeyondTheLimit_isRefused_whateverItsLength(int length) {
    ContainerRequestContext request = request("text/plain", length, new byte[10]);
    assertThatThrownBy(() -> BufferedBody.read(request, 9, "body"))
        .isInstanceOfSatisfying(
            RefusedCall.class, e -> assertThat(e.getResponse().getStatus()).isEqualTo(413));
  }

  @Test
  void bodyShorterThanItsLength_isRefused() {
    ContainerRequestContext request = request("text/plain", 11, new byte[10]);
    assertThatThrownBy(() -> BufferedBody.read(request, 20, "body"))
        .isInstanceOfSatisfying(
            RefusedCall.class, e -> assertThat(e.getResponse().getStatus()).isEqualTo(400));
  }

  @Test
  void lengthBeyondAnInt_isTooLarge() {
    for (String length : List.of("3000000000", "99999999999999999999")) {
      ContainerRequestContext request = request("text/plain", length, new byte[10]);
      assertThatThrownBy(() -> BufferedBody.read(request, 20, "body"))
          .isInstanceOfSatisfying(
              RefusedCall.class, e -> assertThat(e.getResponse().getStatus()).isEqualTo(413));
    }
  }

  private static ContainerRequestContext empty(String type, int length) {
    return request(type, length, new byte[0]);
  }

  private static ContainerRequestContext request(String type, int length, byte[] body) {
    return request(type, length < 0 ? null : String.valueOf(length), body);
  }

  private static ContainerRequestContext request(
      String type, @Nullable String length, byte[] body) {
    InputStream stream = new ByteArrayInputStream(body);
    int slash = type.indexOf('/');
    MediaType media = new MediaType(type.substring(0, slash), type.substring(slash + 1));
    return Fakes.fake(
        ContainerRequestContext.class,
        method ->
            switch (method) {
              case "getHeaderString" -> length;
              case "getMediaType" -> media;
              case "getEntityStream" -> stream;
              default -> null;
            });
  }
}
