package dev.surety.idempotency.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestWar;
import dev.surety.testing.WildFlyProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two applications side by side in one server and on one database. */
class TwoApplicationsProcessIT {

  private static final Path DEPLOYMENTS =
      Path.of(System.getProperty("instances.dir"), "applications", "deployments");

  private static WildFlyProcess server;
  private static URI first;
  private static URI second;

  @BeforeAll
  static void start() {
    TestWar war = ShopWar.named("first.war").classes(ServerThreads.class);
    server = WildFlyProcess.launch("applications", war);
    ShopWar.named("second.war").writeTo(DEPLOYMENTS);
    server.awaitUp();
    first = server.uri("api/orders/exactly-once");
    second = server.uri("../second/api/orders/exactly-once").normalize();
    awaitStatus(201);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void sameKeyInTwoApplications_hasTwoEffectsAndTwoAnswers() {
    String key = Client.newKey();
    Reply one = Client.post(first, key);
    Reply two = Client.post(second, key);
    assertThat(one).matches(Reply::isSuccess).matches(reply -> !reply.replayed());
    assertThat(two).matches(Reply::isSuccess).matches(reply -> !reply.replayed());
    assertThat(OrderTable.runs(key)).containsExactlyInAnyOrder(one.body(), two.body());
    assertThat(Client.post(first, key).body()).isEqualTo(one.body());
    assertThat(Client.post(second, key).body()).isEqualTo(two.body());
  }

  @Test
  void applicationRedeployedUnderLoad_leavesNoThreadAndKeepsItsAnswers() throws IOException {
    // a server that takes an application down answers some of its last requests with 500
    Ledger ledger = new Ledger(500);
    try (Load load = new Load(ledger, 4, second)) {
      load.awaitSuccesses(50);
      assertThat(threadsOf("second.war")).isNotEmpty();
      Files.delete(marker("deployed"));
      awaitStatus(404);
      // requests that were under way when the deployment ended may need a moment
      Await.until("its threads are gone", () -> threadsOf("second.war").isEmpty());
      assertThat(threadsOf("first.war")).isNotEmpty();
      Files.createFile(marker("dodeploy"));
      load.awaitSuccesses(50);
    }
    Load.repeatAll(ledger, second);
    assertThat(ledger.violations(OrderTable.runs())).isEmpty();
  }

  private static String threadsOf(String deployment) {
    return Client.get(server.uri("api/threads?of=" + deployment));
  }

  /** By this the server's deployment scanner is told, and tells, what becomes of an archive. */
  private static Path marker(String state) {
    return DEPLOYMENTS.resolve("second.war." + state);
  }

  private static void awaitStatus(int expected) {
    Await.until(
        "second.war answers " + expected,
        () -> Client.post(second, Client.newKey()).status() == expected);
  }
}
