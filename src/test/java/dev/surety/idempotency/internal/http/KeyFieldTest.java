package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.http.DecisiveFields;
import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.internal.IdempotencySettings;
import dev.surety.testing.MapConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyFieldTest {

  private static final String GUARD = "surety.idempotency.guard";
  private static final String HEADER = "surety.idempotency.key-header";

  /** A method of each kind. */
  public interface Methods {
    @POST
    @Idempotent
    void required();

    @POST
    @Idempotent(required = false)
    void optional();

    @POST
    void plain();

    @GET
    void read();
  }

  @Test
  void guardedMethod_isDecidedByTheConfiguredHeader() throws NoSuchMethodException {
    Map<String, String> config = Map.of(HEADER, "X-Request-Key");
    assertThat(fields("required", config)).containsExactly(field("x-request-key", false));
    assertThat(fields("optional", config)).containsExactly(field("x-request-key", true));
    assertThat(fields("plain", config)).isEmpty();
    assertThat(fields("read", config)).isEmpty();
  }

  @Test
  void methodThatOnlyASettingGuards_mayLeaveTheHeaderOut() throws NoSuchMethodException {
    assertThat(fields("plain", Map.of(GUARD, "post-and-patch")))
        .containsExactly(field("idempotency-key", true));
  }

  private static DecisiveFields.Field field(String name, boolean optional) {
    return new DecisiveFields.Field(name, optional);
  }

  private static List<DecisiveFields.Field> fields(String method, Map<String, String> config)
      throws NoSuchMethodException {
    return KeyField.of(
        ResourceMethod.of(Methods.class, Methods.class.getMethod(method)),
        IdempotencySettings.of(new MapConfig(config)));
  }
}
