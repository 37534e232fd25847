package dev.surety.signature.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.http.ResourceMethod;
import dev.surety.signature.SignatureRequired;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureChecksTest {

  /** A verifier for the class, another for a method. */
  @Path("1")
  @SignatureRequired("whole")
  public static class Both {
    @GET
    public void read() {}

    @POST
    @SignatureRequired(value = "one", operation = "order")
    public void write() {}

    public void plain() {}
  }

  /** Inherits a method that asks for another verifier here. */
  @Path("2")
  @SignatureRequired("other")
  public static class Heir extends Both {}

  /** Guarded by what it implements. */
  public interface Described {
    @POST
    @SignatureRequired
    void write();
  }

  /** Says nothing itself. */
  @Path("3")
  public static class Implementation implements Described {
    @Override
    public void write() {}
  }

  /** Reached through a locator only. */
  public static class Below {
    @POST
    @SignatureRequired
    public void write() {}
  }

  /** Hands on. */
  @Path("4")
  public static class Locating {
    @Path("below")
    @SignatureRequired
    public Below below() {
      return new Below();
    }
  }

  @Test
  void method_goesBeforeItsClass() throws NoSuchMethodException {
    SignedMethod write = signed(Both.class, "write").orElseThrow();
    assertThat(write.verifier()).isEqualTo("one");
    assertThat(write.operation()).isEqualTo("order");
    SignedMethod read = signed(Both.class, "read").orElseThrow();
    assertThat(read.verifier()).isEqualTo("whole");
    assertThat(read.operation()).isEqualTo("read");
    assertThat(signed(Both.class, "plain")).isEmpty();
  }

  @Test
  void annotationOfAnInterface_holdsForItsImplementation() throws NoSuchMethodException {
    assertThat(signed(Implementation.class, "write")).isPresent();
    assertThat(SignatureChecks.of(Implementation.class)).isEmpty();
  }

  @Test
  void verdictsOfTwoClassesThatShareAMethod_areKeptApart() throws NoSuchMethodException {
    assertThat(signed(Both.class, "read").orElseThrow().property())
        .isNotEqualTo(signed(Heir.class, "read").orElseThrow().property());
  }

  @Test
  void resource_isFreeOfMisuse() {
    assertThat(SignatureChecks.of(Both.class)).isEmpty();
    assertThat(SignatureChecks.methods(Both.class)).hasSize(2);
  }

  @Test
  void whatALocatorReaches_isRefused() {
    assertThat(SignatureChecks.of(Below.class))
        .singleElement()
        .asString()
        .contains("Below#write is reached through a sub-resource locator");
    assertThat(SignatureChecks.of(Locating.class))
        .singleElement()
        .asString()
        .contains("Locating#below is a sub-resource locator");
  }

  @Test
  void classWithoutTheAnnotation_isNoneOfOurs() {
    assertThat(SignatureChecks.of(String.class)).isEmpty();
    assertThat(SignatureChecks.methods(String.class)).isEmpty();
  }

  private static Optional<SignedMethod> signed(Class<?> type, String name)
      throws NoSuchMethodException {
    return SignedMethod.of(ResourceMethod.of(type, type.getMethod(name)));
  }
}
