package dev.surety.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.SuretyUnit;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Proves that the server under test has what the other tests take for granted. */
@ExtendWith(ArquillianExtension.class)
class ServersIT {

  @Inject @SuretyUnit EntityManager entityManager;

  @Deployment
  static WebArchive archive() {
    return TestWar.named("servers.war").classes(WhoAmI.class).users().testable().build();
  }

  @Test
  void suretyUnit_insideTheServer_isPostgres() {
    assertThat((String) entityManager.createNativeQuery("SELECT version()").getSingleResult())
        .startsWith("PostgreSQL");
  }

  @Test
  @RunAsClient
  void users_overBasic_haveTheirRoles(@ArquillianResource URI base) throws Exception {
    assertThat(ask(base, TestUsers.basic("alice"))).isEqualTo("200 alice true");
    assertThat(ask(base, TestUsers.basic("bob"))).isEqualTo("200 bob true");
    assertThat(ask(base, TestUsers.basic("mallory"))).isEqualTo("200 mallory false");
    assertThat(ask(base, "Basic YWxpY2U6d3Jvbmc=")).isEqualTo("200 nobody false");
    assertThat(ask(base, "")).isEqualTo("200 nobody false");
  }

  private static String ask(URI base, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("api/whoami"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  /** Says who calls. */
  @Path("whoami")
  public static class WhoAmI {

    @GET
    public String name(@Context SecurityContext security) {
      Principal caller = security.getUserPrincipal();
      return (caller == null ? "nobody" : caller.getName()) + " " + security.isUserInRole("buyer");
    }
  }
}
