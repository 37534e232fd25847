package dev.surety.core;

import static dev.surety.testing.Fakes.fake;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuretyTest {

  private final List<String> stopped = new ArrayList<>();

  @Test
  @SuppressWarnings({"unchecked", "NullAway"})
  void partThatFailsToStop_keepsNoOtherFromStopping() {
    List<Part> all = List.of(part("one"), failing(), part("two"));
    Instance<Part> parts =
        fake(Instance.class, method -> method.equals("iterator") ? all.iterator() : null);
    new Surety(null, parts, null).stop();
    assertThat(stopped).containsExactly("one", "two");
  }

  private Part part(String name) {
    return fake(Part.class, method -> method.equals("stop") ? stopped.add(name) : null);
  }

  private static Part failing() {
    return fake(
        Part.class,
        method -> {
          throw new NoClassDefFoundError(method);
        });
  }
}
