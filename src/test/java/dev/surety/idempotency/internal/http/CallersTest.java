package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.IssuedPrincipal;
import dev.surety.idempotency.Scope;
import dev.surety.testing.Fakes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.junit.jupiter.api.Test;

class CallersTest {

  /** A principal with an issuer. */
  private record Issued(String issuer, String getName) implements IssuedPrincipal {}

  @Test
  void equalNamesOfTwoIssuers_haveTwoScopes() {
    Scope one = scope("Signature", new Issued("one", "acme"));
    assertThat(one).isNotEqualTo(scope("Signature", new Issued("two", "acme")));
    assertThat(one).isEqualTo(scope("Signature", new Issued("one", "acme")));
    assertThat(one.principal()).isEqualTo("acme");
  }

  @Test
  void issuerThatIsCalledAsASchemeIs_isNotThatScheme() {
    Principal plain = () -> "acme";
    assertThat(scope("Signature", new Issued("BASIC", "acme"))).isNotEqualTo(scope("BASIC", plain));
    assertThat(scope("BASIC", plain).issuer()).isEqualTo("BASIC");
  }

  private static Scope scope(String scheme, Principal caller) {
    SecurityContext security =
        Fakes.fake(
            SecurityContext.class, method -> method.equals("getUserPrincipal") ? caller : scheme);
    return Callers.byPrincipal(
        Fakes.fake(ContainerRequestContext.class, method -> security), "order");
  }
}
