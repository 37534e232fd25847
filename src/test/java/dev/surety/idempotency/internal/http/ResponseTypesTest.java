package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.RuntimeDelegateImpl;
import org.jboss.resteasy.specimpl.ResponseBuilderImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseTypesTest {

  private static final GenericEntity<List<String>> STRINGS =
      new GenericEntity<>(new ArrayList<>()) {};

  private enum Runtime {
    RESTEASY(ResponseBuilderImpl::new),
    JERSEY(() -> new RuntimeDelegateImpl().createResponseBuilder());

    private final Supplier<Response.ResponseBuilder> builder;

    Runtime(Supplier<Response.ResponseBuilder> builder) {
      this.builder = builder;
    }

    Response response(Object entity) {
      return builder.get().status(200).entity(entity).build();
    }
  }

  @ParameterizedTest
  @EnumSource
  void genericEntitysType_isRemembered(Runtime runtime) {
    for (int time = 0; time < 2; time++) {
      assertThat(type(runtime.response(STRINGS))).isEqualTo(STRINGS.getType());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyOtherEntitysType_isItsClass(Runtime runtime) {
    assertThat(type(runtime.response("text"))).isEqualTo(String.class);
  }

  private static Type type(Response response) {
    return ResponseTypes.entityType(response, response.getEntity());
  }
}
