package dev.surety.webhook;

import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.FreePorts;
import dev.surety.testing.TestWar;
import dev.surety.webhook.shop.Announcer;
import dev.surety.webhook.shop.Sink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
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

  private static final int PORT = FreePorts.one();
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive shop() {
    return TestWar.named("announced.war")
        .classes(Announcer.class)
        .config(
            Map.of(
                "surety.webhook.http", "true",
                "surety.webhook.networks", "127.0.0.0/8",
                "surety.webhook.ports", Integer.toString(PORT),
                // what is committed must not wait for it
                "surety.webhook.poll", "PT1M",
                "surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY="))
        .build();
  }

  @Test
  void committedOrder_arrivesSigned_andARolledBackOneDoesNot() throws Exception {
    try (Sink sink = new Sink(PORT)) {
      URI url = sink.on("/hooks", Sink.status(204));
      HttpResponse<String> seeded = send("PUT", "api/announcements/secret", SECRET);
      assertThat(seeded.statusCode()).as(seeded.body()).isEqualTo(204);
      HttpResponse<String> failed = send("POST", "api/announcements?fail=true&url=" + url, "");
      assertThat(failed.statusCode()).isEqualTo(500);
      String first = announce(sink, url, 1);
      String second = announce(sink, url, 2);
      assertThat(sink.ids("/hooks")).containsExactly(first, second);
      assertThat(sink.at("/hooks").get(0).headers().get("webhook-signature")).startsWith("v1,");
    }
  }

  /** Announces an order and waits until so many have come. */
  private String announce(Sink sink, URI url, int arrivals) throws Exception {
    HttpResponse<String> sent = send("POST", "api/announcements?url=" + url, "");
    assertThat(sent.statusCode()).isEqualTo(200);
    boolean came = within10Seconds(() -> sink.ids("/hooks").size() >= arrivals);
    assertThat(came).as(read()).isTrue();
    return sent.body();
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
