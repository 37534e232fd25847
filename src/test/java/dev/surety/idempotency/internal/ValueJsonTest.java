package dev.surety.idempotency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ValueJsonTest {

  record Basket(Set<String> items, List<Set<Item>> more) {}

  record Item(String name, int count) {}

  @Test
  void equalSets_areEqualText() throws JsonProcessingException {
    assertThat(text(set("Aa", "BB", null))).isEqualTo(text(set(null, "BB", "Aa")));
    assertThat(text(set(2, 10, 1))).isEqualTo("[1,10,2]");
    assertThat(text(set())).isEqualTo("[]");
  }

  @Test
  void equalSetsInside_areEqualText() throws JsonProcessingException {
    Item one = new Item("b", 1);
    Item two = new Item("a", 2);
    assertThat(text(new Basket(set("x", "y"), List.of(set(one, two)))))
        .isEqualTo(text(new Basket(set("y", "x"), List.of(set(two, one)))))
        .contains("[{\"count\":1,\"name\":\"b\"},{\"count\":2,\"name\":\"a\"}]");
    assertThat(text(Map.of("k", set(set(2, 1), set(4, 3)))))
        .isEqualTo(text(Map.of("k", set(set(3, 4), set(1, 2)))));
  }

  @Test
  void listsAndEnumSets_keepTheirOrder() throws JsonProcessingException {
    assertThat(text(List.of("b", "a"))).isEqualTo("[\"b\",\"a\"]");
    assertThat(text(EnumSet.of(TimeUnit.SECONDS, TimeUnit.DAYS)))
        .isEqualTo("[\"SECONDS\",\"DAYS\"]");
  }

  /** As arguments are hashed. */
  private static String text(Object argument) throws JsonProcessingException {
    String json = ValueJson.CANONICAL.writeValueAsString(new Object[] {argument});
    return json.substring(1, json.length() - 1);
  }

  @SafeVarargs
  private static <T> Set<T> set(T... elements) {
    return new LinkedHashSet<>(Arrays.asList(elements));
  }
}
