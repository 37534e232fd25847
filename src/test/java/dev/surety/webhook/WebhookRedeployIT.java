package dev.surety.webhook;

import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.FreePorts;
import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import dev.surety.webhook.shop.Announcer;
import dev.surety.webhook.shop.InnerSink;
import dev.surety.webhook.shop.Leftovers;
import dev.surety.webhook.shop.Sink;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that is redeployed while it sends. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WebhookRedeployIT {

  private static final int PORT = FreePorts.one();
  private static final int POOL = 20;
  private static final int SENDERS = 3;
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private volatile boolean over;
  private volatile long delay = 150;

  @ArquillianResource Deployer deployer;

  @ArquillianResource
  @OperateOnDeployment("leftovers")
  URI base;

  @Deployment(name = "leftovers", testable = false)
  static WebArchive leftovers() {
    return TestWar.named("leftovers.war").withoutSurety().classes(Leftovers.class).build();
  }

  @Deployment(name = "redeployed", managed = false, testable = false)
  static WebArchive redeployed() {
    return TestWar.named("redeployed.war")
        .classes(Announcer.class)
        .config(InnerSink.config(PORT))
        .config(
            Map.of(
                "surety.webhook.poll", "PT0.2S",
                "surety.webhook.in-flight", "4",
                "surety.webhook.retry-schedule", "PT0.1S"))
        .build();
  }

  @Test
  void redeploymentUnderLoad_losesNothing_repeatsNothingThatFinished_andLeavesNothingBehind()
      throws Exception {
    try (Sink sink = new Sink(PORT)) {
      URI url = sink.on("/hooks", to -> answerLate(Sink.status(204), to));
      deployer.deploy("redeployed");
      assertThat(send("PUT", "announcements/secret", SECRET).statusCode()).isEqualTo(204);
      List<Thread> senders = senders(url);
      for (int i = 0; i < 2; i++) {
        awaitLoad(sink);
        assertThat(leftover("threads")).contains("dev.surety.");
        deployer.undeploy("redeployed");
        // or there was nothing to lose
        assertThat(Set.copyOf(sink.ids("/hooks")).containsAll(accepted)).isFalse();
        assertNothingLeft();
        deployer.deploy("redeployed");
      }
      awaitLoad(sink);
      over = true;
      delay = 0;
      for (Thread sender : senders) {
        sender.join();
      }
      boolean complete =
          within10Seconds(() -> Set.copyOf(sink.ids("/hooks")).containsAll(accepted));
      deployer.undeploy("redeployed");
      assertThat(complete).as("%d of %d", sink.at("/hooks").size(), accepted.size()).isTrue();
      assertThat(sink.ids("/hooks")).doesNotHaveDuplicates();
      assertNothingLeft();
    }
  }

  /** Returns once the deployment has sent some, and more wait. */
  private void awaitLoad(Sink sink) {
    int before = sink.ids("/hooks").size();
    int enough = accepted.size() + 50;
    boolean loaded =
        within10Seconds(
            () -> sink.ids("/hooks").size() >= before + 10 && accepted.size() >= enough);
    assertThat(loaded).isTrue();
  }

  /** Slower than they are sent, so that a redeployment always finds some waiting and some sent. */
  private void answerLate(Sink.Answer answer, Socket to) throws IOException, InterruptedException {
    Thread.sleep(delay);
    answer.write(to);
  }

  private List<Thread> senders(URI url) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> sendUntilOver(url), "sender");
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  private void sendUntilOver(URI url) {
    while (!over) {
      try {
        HttpResponse<String> sent = send("POST", "announcements?url=" + url, "");
        if (sent.statusCode() == 200) {
          accepted.add(sent.body());
        }
        Thread.sleep(20);
      } catch (IOException e) {
        // The application is being replaced.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void assertNothingLeft() throws Exception {
    assertThat(within10Seconds(() -> leftover("threads").isEmpty()))
        .as("%s", leftover("threads"))
        .isTrue();
    assertThat(leftover("pool?take=" + POOL)).isEqualTo("" + POOL);
    assertThat(busyConnections()).isZero();
  }

  private String leftover(String what) {
    try {
      URI uri = base.resolve("api/leftovers/" + what);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long busyConnections() throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                    + " AND pid <> pg_backend_pid() AND state <> 'idle'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(base.resolve("../redeployed/api/" + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
