package dev.surety.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.surety.testing.TestWar;
import dev.surety.webhook.shop.Announcer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a request's transaction to the receiver, over HTTP. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AnnouncedIT {

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive shop() {
    return TestWar.named("announced.war")
        .classes(Announcer.class)
        .config(
            Map.of(
                "surety.webhook.http", "true",
                "surety.webhook.networks", "127.0.0.0/8",
                "surety.webhook.ports", "19191",
                // what is committed must not wait for it
                "surety.webhook.poll", "PT1M",
                "surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY="))
        .build();
  }

  @Test
  void committedOrder_arrivesSigned_andARolledBackOneDoesNot() throws Exception {
    List<String> ids = new CopyOnWriteArrayList<>();
    List<String> signatures = new CopyOnWriteArrayList<>();
    HttpServer sink =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 19191), 50);
    sink.createContext(
        "/hooks",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          signatures.add(exchange.getRequestHeaders().getFirst("webhook-signature"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    sink.start();
    try {
      HttpResponse<String> seeded =
          send(
              "PUT",
              "api/announcements/secret",
              "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=");
      assertThat(seeded.statusCode()).as(seeded.body()).isEqualTo(204);
      String url = "http%3A%2F%2F127.0.0.1%3A19191%2Fhooks";
      HttpResponse<String> failed = send("POST", "api/announcements?fail=true&url=" + url, "");
      assertThat(failed.statusCode()).isEqualTo(500);
      HttpResponse<String> sent = send("POST", "api/announcements?url=" + url, "");
      assertThat(sent.statusCode()).isEqualTo(200);
      long end = System.nanoTime() + 10_000_000_000L;
      while (ids.isEmpty() && System.nanoTime() - end < 0) {
        Thread.sleep(20);
      }
      Thread.sleep(500);
      assertThat(ids).as(read()).containsExactly(sent.body());
      assertThat(signatures.get(0)).startsWith("v1,");
    } finally {
      sink.stop(0);
    }
  }

  private String read() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(base.resolve("api/announcements")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(base.resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
