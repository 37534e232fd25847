package dev.surety.signature.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginTest {

  @Test
  void target_isSchemeHostLineAndRawTarget() {
    assertThat(target("/a%2fb?c", "Shop.example")).isEqualTo("https://Shop.example/a%2fb?c");
  }

  @Test
  void noHostOrTwo_isNoTarget() {
    assertThat(target("/a")).isEmpty();
    assertThat(target("/a", "one.example", "two.example")).isEmpty();
  }

  @Test
  void targetThatIsNoPath_isNoTarget() {
    assertThat(target("*", "shop.example")).isEmpty();
  }

  private static String target(String target, String... hosts) {
    List<Field> fields = Stream.of(hosts).map(host -> new Field("hOST", host)).toList();
    return Origin.BY_HOST.targetOf(
        new Origin.Arrival("192.0.2.1", "https", "unused", 443, target, fields));
  }
}
