package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpGuardTest {

  @ParameterizedTest
  @CsvSource({
    "/shop-1, /shop-1/api/orders, /api/orders",
    "/shop-2, /shop-2/api/orders, /api/orders",
    "/a/b, /a/b/api/orders, /api/orders",
    "'', /api/orders, /api/orders",
    "/shop, /shopping/api, /shopping/api"
  })
  void hashedPath_isTheSameUnderEveryContextPath(String context, String path, String below) {
    assertThat(HttpGuard.belowContext(context, path)).isEqualTo(below);
  }
}
