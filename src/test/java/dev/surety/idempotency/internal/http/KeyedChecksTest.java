package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Idempotent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedChecksTest {

  @Test
  void resultThatCannotBeJson_isFoundAtDeployment() {
    assertThat(KeyedChecks.of(Streaming.class))
        .singleElement()
        .asString()
        .contains("cannot be kept as JSON");
  }

  @ParameterizedTest
  @ValueSource(classes = {Anything.class, Generic.class})
  void resultWhoseTypeSaysNothing_isFoundAtDeployment(Class<?> type) {
    assertThat(KeyedChecks.of(type)).singleElement().asString().contains("does not say what");
  }

  @ParameterizedTest
  @ValueSource(classes = {Implementing.class, Overriding.class, Specific.class, Defaulted.class})
  void annotationThatCdiDoesNotRead_isFoundAtDeployment(Class<?> type) {
    assertThat(KeyedChecks.of(type))
        .first()
        .asString()
        .contains(type.getName() + "#bill has @Idempotent in ")
        .contains("repeat it on the method of the class");
  }

  @ParameterizedTest
  @ValueSource(classes = {Repeating.class, Inheriting.class, Restored.class, Billing.class})
  void annotationThatCdiReads_isNoMisuse(Class<?> type) {
    assertThat(KeyedChecks.of(type)).isEmpty();
  }

  interface Billing {
    @Idempotent(key = "{0}")
    String bill(String order);
  }

  interface Default {
    @Idempotent(key = "{0}")
    default String bill(String order) {
      return order;
    }
  }

  public static class Implementing implements Billing {
    @Override
    public String bill(String order) {
      return order;
    }
  }

  public static class Defaulted implements Default {}

  public static class Repeating implements Billing {
    @Override
    @Idempotent(key = "{0}")
    public String bill(String order) {
      return order;
    }
  }

  public static class Inheriting extends Repeating {}

  public static class Overriding extends Repeating {
    @Override
    public String bill(String order) {
      return order + "!";
    }
  }

  public static class Restored extends Overriding {
    @Override
    @Idempotent(key = "{0}")
    public String bill(String order) {
      return order + "?";
    }
  }

  public abstract static class Base<T> {
    @Idempotent(key = "{0}")
    public abstract String bill(T order);
  }

  public static class Specific extends Base<Long> {
    @Override
    public String bill(Long order) {
      return order.toString();
    }
  }

  public static class Streaming {
    @Idempotent(key = "{0}")
    public Stream<String> handle(String id) {
      return Stream.of(id);
    }
  }

  public static class Anything {
    @Idempotent(key = "{0}")
    public Object handle(String id) {
      return id;
    }
  }

  public static class Generic<T> {
    @Idempotent(key = "{0}")
    public T handle(T id) {
      return id;
    }
  }
}
