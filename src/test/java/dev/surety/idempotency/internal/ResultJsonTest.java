package dev.surety.idempotency.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.surety.SuretyException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResultJsonTest {

  record Order(long id, List<BigDecimal> prices, Set<String> tags) {}

  record Holder(Object value) {}

  /** Has no equals. */
  static class Plain {
    public int number;
    public List<String> texts = List.of("b", "a");
  }

  /** Looks like the one above. */
  static class Special extends Plain {}

  /** Says in JSON what it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Circle.class)})
  interface Shape {}

  record Circle(int radius) implements Shape {}

  static Stream<Arguments> surviving() {
    return Stream.of(
        Arguments.of(null, String.class),
        Arguments.of("text", Object.class),
        Arguments.of(new Order(1, List.of(new BigDecimal("1.50")), tags()), Order.class),
        Arguments.of(List.of(5L), new TypeReference<List<Long>>() {}.getType()),
        Arguments.of(
            Map.of("a", 1, "b", List.of()), new TypeReference<Map<String, Object>>() {}.getType()),
        Arguments.of(new int[] {2, 1}, int[].class),
        Arguments.of(new Plain(), Plain.class),
        Arguments.of(List.of(new Plain()), new TypeReference<List<Plain>>() {}.getType()),
        Arguments.of(new Circle(3), Shape.class),
        Arguments.of(Double.NaN, double.class));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(5L, Object.class),
        Arguments.of(new Circle(3), Object.class),
        Arguments.of(new Special(), Plain.class),
        Arguments.of(5L, Number.class),
        Arguments.of(new Holder(5L), Holder.class),
        Arguments.of(List.of(new Order(1, List.of(), Set.of())), List.class),
        Arguments.of(List.of(new Special()), new TypeReference<List<Plain>>() {}.getType()),
        Arguments.of(Map.of("a", 1L), new TypeReference<Map<String, Object>>() {}.getType()));
  }

  @ParameterizedTest
  @MethodSource("surviving")
  void resultThatReadsBackAsItWas_isWritten(Object result, Type type) {
    Object back = ResultJson.read(ResultJson.write(result, type), type);
    assertThat(back)
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .ignoringCollectionOrderInFields("tags")
        .isEqualTo(result);
  }

  @ParameterizedTest
  @MethodSource("others")
  void resultThatReadsBackAsSomethingElse_isRefused(Object result, Type type) {
    assertThatThrownBy(() -> ResultJson.write(result, type))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("does not survive JSON");
  }

  @Test
  void orderedSet_keepsItsOrder() {
    Type type = new TypeReference<LinkedHashSet<String>>() {}.getType();
    Set<String> result = new LinkedHashSet<>(List.of("b", "a"));
    assertThat(ResultJson.<Set<String>>read(ResultJson.write(result, type), type))
        .containsExactly("b", "a");
  }

  private static Set<String> tags() {
    return new LinkedHashSet<>(Arrays.asList("z", "y", "x", "Aa", "BB"));
  }
}
