package dev.surety.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WildFlyProcessIT {

  @Test
  void server_stoppedContinuedKilledRestarted_answersAgain() throws Exception {
    try (WildFlyProcess server = WildFlyProcess.start("signals", TestWar.named("shop.war"))) {
      assertThat(status(server)).isEqualTo(200);

      server.stop();
      assertThatThrownBy(() -> status(server)).isInstanceOf(HttpTimeoutException.class);
      server.cont();
      assertThat(status(server)).isEqualTo(200);

      long pid = server.pid();
      server.kill();
      assertThat(ProcessHandle.of(pid)).isEmpty();
      assertThatThrownBy(() -> status(server)).isInstanceOf(ConnectException.class);
      server.restart();
      assertThat(status(server)).isEqualTo(200);
    }
  }

  private static int status(WildFlyProcess server) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(TestWar.UP)).timeout(Duration.ofSeconds(2)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
