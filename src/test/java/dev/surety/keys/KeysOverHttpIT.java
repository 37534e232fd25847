package dev.surety.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.shop.KeyDesk;
import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestUsers;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Keys in an application with users, without Fault Tolerance: WildFly leaves the subsystem out of
 * this deployment, Payara's is switched off.
 */
@ExtendWith(ArquillianExtension.class)
class KeysOverHttpIT {

  private static final String WITHOUT_FAULT_TOLERANCE =
      """
      <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
        <deployment>
          <exclude-subsystems>
            <subsystem name="microprofile-fault-tolerance-smallrye"/>
          </exclude-subsystems>
        </deployment>
      </jboss-deployment-structure>
      """;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @ArquillianResource URI base;

  private final String ring = "ring-" + UUID.randomUUID();

  @Deployment(testable = false)
  static WebArchive archive() {
    return TestWar.named("keydesk.war")
        .classes(KeyDesk.class)
        .users()
        .file("WEB-INF/jboss-deployment-structure.xml", WITHOUT_FAULT_TOLERANCE)
        .config(
            Map.of(
                "surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=",
                "MP_Fault_Tolerance_NonFallback_Enabled", "false"))
        .build();
  }

  @Test
  void audit_namesTheCallersPrincipal_elseTheApplication() throws Exception {
    post("seed?kid=k1", secret(), "");
    post("rotate?kid=k2&grace=PT1H", secret(), TestUsers.basic("alice"));
    assertThat(get("who").body()).isEqualTo("alice,alice,keydesk");
  }

  @Test
  void descriptions_asJson_holdNoSecret() throws Exception {
    String secret = secret();
    post("seed?kid=k1", secret, "");
    assertThat(get("").body())
        .contains("\"kid\":\"k1\"", "ACTIVE", "fingerprint")
        .doesNotContain(secret.substring(0, 20));
  }

  @Test
  void malformedSecret_isNotInTheAnswer() throws Exception {
    assertThat(post("seed?kid=k1", "this is not a secret at all", "").body())
        .doesNotContain("this is not");
  }

  @Test
  void faultTolerance_isAbsentWhereTheServerCanLeaveItOut() throws Exception {
    boolean canBeAbsent = System.getProperty("arquillian.launch").equals("wildfly");
    assertThat(get("fault-tolerance").body()).isEqualTo(canBeAbsent ? "absent" : "Retry");
  }

  @Test
  void lostRaces_withoutFaultTolerance_areTriedThreeTimes() throws Exception {
    post("seed?kid=k1", secret(), "");
    execute("CREATE SEQUENCE IF NOT EXISTS key_tries");
    execute(
        "CREATE OR REPLACE FUNCTION key_fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF NEW.kid LIKE 'unlucky%' AND nextval('key_tries') <= TG_ARGV[0]::bigint"
            + " THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$");
    try {
      failing(2);
      assertThat(post("rotate?kid=unlucky1&grace=PT0S", secret(), "").body()).contains("Rotated");
      assertThat(tries()).isEqualTo(3);
      failing(1000);
      assertThat(post("rotate?kid=unlucky2&grace=PT0S", secret(), "").statusCode())
          .isGreaterThanOrEqualTo(500);
      assertThat(tries()).isEqualTo(6);
    } finally {
      execute("DROP TRIGGER IF EXISTS key_fails ON surety_key");
    }
    assertThat(get("token").body()).startsWith("unlucky1:");
  }

  private static void failing(int times) throws SQLException {
    execute("DROP TRIGGER IF EXISTS key_fails ON surety_key");
    execute(
        "CREATE TRIGGER key_fails BEFORE INSERT ON surety_key FOR EACH ROW EXECUTE FUNCTION"
            + " key_fails("
            + times
            + ")");
  }

  private static long tries() throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT last_value FROM key_tries")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path, "").GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body, String authorization)
      throws Exception {
    HttpRequest request =
        request(path, authorization)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String authorization) {
    String slash = path.isEmpty() ? "" : "/";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("api/keys/" + ring + slash + path));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
