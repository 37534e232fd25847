package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.ejb.Asynchronous;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceChecksTest {

  @ParameterizedTest
  @ValueSource(classes = {EjbMethod.class, EjbClass.class, Inherited.class, Concurrent.class})
  void methodOnAThreadOfTheContainer_isRefusedInEveryMode(Class<?> type) {
    assertThat(ResourceChecks.of(type, Guard.ANNOTATED))
        .singleElement()
        .asString()
        .contains("is @Asynchronous", "remove @Asynchronous");
  }

  @Test
  void methodThatTakesTheServletResponse_isRefused() {
    assertThat(ResourceChecks.of(Servlet.class, Guard.ANNOTATED))
        .singleElement()
        .asString()
        .contains("takes the servlet response", "return a jakarta.ws.rs.core.Response");
  }

  @Test
  void classIsGuarded_butForMethodsThatOnlyRead() {
    assertThat(GuardedMethod.in(OwnMethods.class, Guard.ANNOTATED))
        .singleElement()
        .extracting(resource -> resource.method().getName())
        .isEqualTo("lock");
  }

  /** Methods of WebDAV. */
  @Path("6")
  @Idempotent
  public static class OwnMethods {
    @Lock
    public void lock() {}

    @Propfind
    public void propfind() {}
  }

  @HttpMethod("LOCK")
  @Retention(RetentionPolicy.RUNTIME)
  @interface Lock {}

  @HttpMethod("PROPFIND")
  @Retention(RetentionPolicy.RUNTIME)
  @interface Propfind {}

  /** What it writes is past JAX-RS. */
  @Path("5")
  public static class Servlet {
    @POST
    @Idempotent
    public void post(@Context HttpServletResponse response) {}
  }

  /** By its method. */
  @Path("1")
  public static class EjbMethod {
    @POST
    @Asynchronous
    @Idempotent(transactional = false)
    public void post(@Suspended AsyncResponse response) {}
  }

  /** By its class. */
  @Path("2")
  @Asynchronous
  public static class EjbClass {
    @POST
    @Idempotent(transactional = false)
    public void post(@Suspended AsyncResponse response) {}
  }

  /** By the class of the method it inherits. */
  @Path("3")
  public static class Inherited extends EjbClass {}

  /** By Jakarta Concurrency. */
  @Path("4")
  public static class Concurrent {
    @POST
    @jakarta.enterprise.concurrent.Asynchronous
    @Idempotent
    public CompletionStage<String> post() {
      return CompletableFuture.completedFuture("");
    }
  }
}
