package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Idempotent;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class KeyedCallsTest {

  @Test
  void beansThatInheritOneMethod_areTwoOperations() throws NoSuchMethodException {
    Method shared = Base.class.getMethod("handle", String.class);
    assertThat(operation(First.class, shared)).isNotEqualTo(operation(Second.class, shared));
  }

  @Test
  void overloads_areTwoOperations() throws NoSuchMethodException {
    assertThat(operation(First.class, Base.class.getMethod("handle", String.class)))
        .isNotEqualTo(operation(First.class, Base.class.getMethod("handle", long.class)));
  }

  @Test
  void classThatAContainerGenerated_isTheBeansOperation() throws NoSuchMethodException {
    Method shared = Base.class.getMethod("handle", String.class);
    assertThat(operation(First$Proxy$_$$_WeldSubclass.class, shared))
        .isEqualTo(operation(First.class, shared))
        .endsWith("First#handle(java.lang.String)");
  }

  private static String operation(Class<?> target, Method method) {
    return KeyedCalls.operation(method.getAnnotation(Idempotent.class), target, method);
  }

  public static class Base {
    @Idempotent(key = "{0}")
    public void handle(String id) {}

    @Idempotent(key = "{0}")
    public void handle(long id) {}
  }

  public static class First extends Base {}

  public static class Second extends Base {}

  @SuppressWarnings("TypeName")
  public static class First$Proxy$_$$_WeldSubclass extends First {}
}
