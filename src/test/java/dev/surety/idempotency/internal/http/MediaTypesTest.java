package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

  private record Order(String id) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|*/*|application/json",
        "application/json||application/json",
        "application/json, application/xml|application/xml|application/xml",
        "application/json, application/xml|*/*|application/json",
        "application/xml, application/json|*/*|application/xml",
        "application/json, application/xml|application/json;q=0.5, application/xml|application/xml",
        "application/json, application/xml|application/xml;q=0.9, */*|application/json",
        "application/json;qs=0.5, application/xml|*/*|application/xml",
        "application/json;qs=0.5, application/xml|application/json|application/json",
        "text/html, text/plain|text/*;q=0.5, text/plain|text/plain",
        "text/*|text/csv|text/csv",
        "text/*|text/csv;q=0.3, text/html;q=0.4|text/html",
        "*/*|*/*|application/octet-stream",
        "application/*|*/*|application/octet-stream",
        "application/json|application/json;q=0, */*;q=0.1|application/json",
        "application/json|image/png|application/octet-stream",
        "application/json;charset=UTF-8;qs=0.7|application/json;q=0.3|application/json;charset=UTF-8",
        "application/json;charset=UTF-8|*/*|application/json;charset=UTF-8",
        "application/json|application/json;charset=UTF-16|application/json",
        "application/json;qs=nonsense|*/*|application/json"
      })
  void producedType_isTheOneTheRequestWantsMost(String produces, String accept, String expected) {
    assertThat(first(types(produces), types(accept), Order.class))
        .isEqualTo(types(expected).get(0));
  }

  @Test
  void withoutProduces_theEntitysClassDecides() {
    List<MediaType> any = List.of(MediaType.WILDCARD_TYPE);
    for (Class<?> text :
        List.of(
            String.class,
            StringBuilder.class,
            Integer.class,
            BigDecimal.class,
            Boolean.class,
            Character.class,
            Thread.State.class,
            int.class)) {
      assertThat(first(List.of(), any, text)).isEqualTo(MediaType.TEXT_PLAIN_TYPE);
    }
    assertThat(first(List.of(), any, byte[].class))
        .isEqualTo(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    assertThat(first(List.of(), any, Order.class)).isEqualTo(MediaType.APPLICATION_JSON_TYPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/xml|application/xml",
        "text/html, */*;q=0.8|text/html",
        "text/html;q=0.5, */*|application/json",
        "application/xml;q=0.5, application/json|application/json",
        "application/*|application/json"
      })
  void withoutProduces_aTypeTheRequestNamesComesFirst(String accept, String expected) {
    assertThat(first(List.of(), types(accept), Order.class)).isEqualTo(types(expected).get(0));
  }

  @Test
  void candidates_areConcreteAndEndWithTheEntitysOwn() {
    assertThat(MediaTypes.candidates(List.of(), types("image/png, */*;q=0.1"), Order.class))
        .containsExactly(types("image/png").get(0), MediaType.APPLICATION_JSON_TYPE);
    assertThat(MediaTypes.candidates(List.of(), types("image/*"), Order.class))
        .containsExactly(MediaType.APPLICATION_JSON_TYPE);
  }

  private static MediaType first(
      List<MediaType> produces, List<MediaType> acceptable, Class<?> entityType) {
    return MediaTypes.candidates(produces, acceptable, entityType).get(0);
  }

  /** Parses by hand: {@link MediaType#valueOf} needs a runtime. */
  private static List<MediaType> types(String list) {
    return list == null
        ? List.of()
        : Arrays.stream(list.split(",")).map(MediaTypesTest::type).toList();
  }

  private static MediaType type(String text) {
    String[] parts = text.strip().split(";");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=");
      parameters.put(pair[0], pair[1]);
    }
    String[] names = parts[0].split("/");
    return new MediaType(names[0], names[1], parameters);
  }
}
