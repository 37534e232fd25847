package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTemplateTest {

  private enum Kind {
    PLAIN,
    LOUD {
      @Override
      public String toString() {
        return "PLAIN";
      }
    }
  }

  private record Line(long number) {}

  private record Order(String id, Line line, List<Line> lines) {}

  /** Not a record, not public. */
  private static final class Bean {
    public String getName() {
      return "n";
    }

    public boolean isOpen() {
      return true;
    }

    public int size() {
      return 3;
    }

    public String failing() {
      throw new IllegalStateException("secret");
    }

    public void nothing() {}
  }

  @SuppressWarnings("unused")
  private interface Shop {
    void two(String a, String b);

    void place(Order order, int amount);

    void bean(Bean bean);

    void any(Object value, Comparable<?> other);

    void kinds(Kind kind, UUID id, BigDecimal money, LocalDate day, Instant at, char c);

    void odd(String[] array, List<String> list, Map<String, String> map, InputStream in);

    void none();
  }

  @Test
  void oneValue_standsAsItIs() {
    assertThat(key("order-{a}", "two", "17", "")).isEqualTo("order-17");
    assertThat(key("{1}", "two", "", "x")).isEqualTo("x");
  }

  @Test
  void severalValues_areWrittenWithTheirLength() {
    assertThat(key("{a}-{b}", "two", "17", "x-y")).isEqualTo("2:17-3:x-y");
  }

  @Test
  void valuesThatLookLikeTheTemplatesText_makeDifferentKeys() {
    assertThat(key("{a}-{b}", "two", "x-y", "z")).isNotEqualTo(key("{a}-{b}", "two", "x", "y-z"));
    assertThat(key("{a}{b}", "two", "", "xy")).isNotEqualTo(key("{a}{b}", "two", "xy", ""));
  }

  @Test
  void properties_areReachedThroughRecordsGettersAndMethods() {
    Order order = new Order("o1", new Line(7), List.of());
    assertThat(key("{order.id}", "place", order, 2)).isEqualTo("o1");
    assertThat(key("{0.line.number}x{amount}", "place", order, 2)).isEqualTo("1:7x1:2");
    assertThat(key("{bean.name}", "bean", new Bean())).isEqualTo("n");
    assertThat(key("{bean.open}", "bean", new Bean())).isEqualTo("true");
    assertThat(key("{bean.size}", "bean", new Bean())).isEqualTo("3");
    assertThat(key("{order.id.length}", "place", order, 2)).isEqualTo("2");
  }

  @Test
  void doubledBraces_standForOne() {
    assertThat(key("{{{a}}}", "two", "x", "")).isEqualTo("{x}");
    assertThat(key("{{a}}", "two", "x", "")).isEqualTo("{a}");
  }

  @Test
  void textWithoutValues_isAKey() {
    assertThat(key("seed-v1", "none")).isEqualTo("seed-v1");
  }

  @Test
  void plainValues_areTakenByTheirText() {
    UUID id = new UUID(1, 2);
    Object[] args = {
      Kind.LOUD, id, new BigDecimal("1.50"), LocalDate.of(2026, 2, 3), Instant.EPOCH, 'c'
    };
    assertThat(key("{kind}", "kinds", args)).isEqualTo("LOUD");
    assertThat(key("{id}", "kinds", args)).isEqualTo(id.toString());
    assertThat(key("{money}", "kinds", args)).isEqualTo("1.50");
    assertThat(key("{day}", "kinds", args)).isEqualTo("2026-02-03");
    assertThat(key("{at}", "kinds", args)).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(key("{c}", "kinds", args)).isEqualTo("c");
  }

  @Test
  void openType_carriesTheClassSoThatNumberAndTextDiffer() {
    assertThat(key("{value}", "any", 1, "x"))
        .isNotEqualTo(key("{value}", "any", "1", "x"))
        .isNotEqualTo(key("{value}", "any", 1L, "x"));
    assertThat(key("{other}", "any", 1, Kind.LOUD)).endsWith("Kind:LOUD");
  }

  @Test
  void openTypeWithAValueThatIsNotTaken_isRefusedAtTheCall() {
    assertThatThrownBy(() -> key("{value}", "any", List.of("a"), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{value}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "caf\u00e9", "\n", "\ud800", "h:x"})
  void textThatIsNoLegalKey_isHashed(String value) {
    assertThat(key("{a}", "two", value, "")).matches("h:[A-Za-z0-9_-]{43}");
  }

  @Test
  void longTextAndEmptyText_areHashed() {
    assertThat(key("{a}", "two", "k".repeat(255), "")).isEqualTo("k".repeat(255));
    assertThat(key("{a}", "two", "k".repeat(256), "")).matches("h:[A-Za-z0-9_-]{43}");
    assertThat(key("{a}", "two", "", "")).matches("h:[A-Za-z0-9_-]{43}");
  }

  @Test
  void hashedKeys_differWhereTheirTextsDo() {
    assertThat(key("{a}", "two", "\ud800", "")).isNotEqualTo(key("{a}", "two", "\udc00", ""));
    String hashed = key("{a}", "two", "a b", "");
    assertThat(key("{a}", "two", hashed, "")).isNotEqualTo(hashed);
  }

  @Test
  void randomArguments_neverShareAKey() {
    Random random = new Random(17);
    String alphabet = "a1:-h{} \u00e9";
    for (String template : List.of("{a}-{b}", "{a}{b}", "h:{a}{b}", "1{a}1{b}1", "{a}:{b}:{a}")) {
      Map<String, List<Object>> seen = new HashMap<>();
      KeyTemplate compiled = KeyTemplate.compile(template, method("two"));
      for (int i = 0; i < 20_000; i++) {
        Object[] args = {word(random, alphabet), word(random, alphabet)};
        String key = compiled.key(args);
        assertThat(key).matches("[!-~]{1,255}");
        List<Object> other = seen.putIfAbsent(key, Arrays.asList(args));
        assertThat(other).isIn(null, Arrays.asList(args));
      }
    }
  }

  @Test
  void nullValue_isRefusedByName() {
    assertThatThrownBy(() -> key("{a}", "two", null, "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{a} is null");
    assertThatThrownBy(() -> key("{order.line.number}", "place", new Order("i", null, null), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{order.line.number} is null");
  }

  @Test
  void failingGetter_isNamedWithoutItsMessage() {
    assertThatThrownBy(() -> key("{bean.failing}", "bean", new Bean()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{bean.failing}")
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "'',two,empty",
    "{c},two,none of the method's 2 parameters",
    "{2},two,none of the method's 2 parameters",
    "{-1},two,none of the method's 2 parameters",
    "{},two,none of the method's 2 parameters",
    "{0},none,none of the method's 0 parameters",
    "{a,two,lone brace",
    "a},two,lone brace",
    "{a}},two,lone brace",
    "{a.},two,''",
    "{order.price},place,'price'",
    "{order.class},place,'class'",
    "{order.hashCode.x},place,'x'",
    "{bean.nothing},bean,'nothing'",
    "{order},place,name a property",
    "{order.lines},place,name a property",
    "{array},odd,name a property",
    "{list},odd,name a property",
    "{map},odd,name a property",
    "{in},odd,name a property"
  })
  void templateThatDoesNotFit_failsNamingMethodAndCause(
      String template, String method, String cause) {
    assertThatThrownBy(() -> KeyTemplate.compile(template, method(method)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + template + "'")
        .hasMessageContaining("Shop." + method)
        .hasMessageContaining(cause);
  }

  private static String word(Random random, String alphabet) {
    StringBuilder word = new StringBuilder();
    for (int n = random.nextInt(4); n > 0; n--) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }

  private static String key(String template, String method, Object... args) {
    return KeyTemplate.compile(template, method(method)).key(args);
  }

  private static Method method(String name) {
    return Arrays.stream(Shop.class.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
