package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which connections are made, kept and replaced. */
class GuardedPosterConnectionsTest extends GuardedPosters {

  private static Reason reason(PostResult result) {
    assertThat(result).isInstanceOf(Failed.class);
    return ((Failed) result).reason();
  }

  @Test
  void connection_isKeptForTheNextPost_andTheNameIsNotLookedUpAgain() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    GuardedPoster poster = poster(server);
    for (int i = 0; i < 10; i++) {
      assertThat(post(poster, server)).isInstanceOf(Answered.class);
    }
    assertThat(server.connections()).isEqualTo(1);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void postThatAsksForAConnectionOfItsOwn_getsOne_whichIsKeptAfterwards() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    GuardedPoster poster = poster(server);
    post(poster, server);
    post(poster, new Post(url(server), List.of(), new byte[0], null, PATIENCE, true));
    assertThat(server.connections()).isEqualTo(2);
    assertThat(poster.idleConnections()).isEqualTo(2);
  }

  @Test
  void connectionThatTheReceiverWantsClosed_isNotKept() {
    LocalServer server =
        open(LocalServer.keeping(OK + "Connection: close\r\nContent-Length: 0\r\n\r\n"));
    GuardedPoster poster = poster(server);
    post(poster, server);
    assertThat(post(poster, server)).isInstanceOf(Answered.class);
    assertThat(server.connections()).isEqualTo(2);
    assertThat(poster.idleConnections()).isZero();
  }

  @Test
  void connectionThatWasClosedMeanwhile_isReplaced() throws InterruptedException {
    LocalServer server = open(LocalServer.answering(EMPTY));
    GuardedPoster poster = poster(server);
    for (int i = 0; i < 5; i++) {
      assertThat(post(poster, server)).isInstanceOf(Answered.class);
      Thread.sleep(50);
    }
  }

  @Test
  void keptConnectionThatEndsWithoutAnAnswer_isTold() {
    List<String> answers = new CopyOnWriteArrayList<>(List.of(EMPTY));
    LocalServer server =
        open(
            LocalServer.keeping(
                out -> {
                  if (answers.isEmpty()) {
                    throw new SocketException("gone");
                  }
                  out.write(answers.remove(0).getBytes(StandardCharsets.US_ASCII));
                }));
    GuardedPoster poster = poster(server);
    post(poster, server);
    assertThat(reason(post(poster, server))).isEqualTo(Reason.KEPT_CONNECTION);
    assertThat(poster.idleConnections()).isZero();
    assertThat(reason(post(poster, server))).isEqualTo(Reason.CONNECTION);
  }

  @Test
  void postWithoutTimeLeft_isNotSent_onAKeptConnectionOrANewOne() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    GuardedPoster poster = poster(server);
    Post late = to(url(server), Duration.ZERO);
    assertThat(reason(post(poster, late))).isEqualTo(Reason.DEADLINE);
    post(poster, server);
    assertThat(reason(post(poster, late))).isEqualTo(Reason.DEADLINE);
    assertThat(server.bodies()).hasSize(1);
  }

  @Test
  void nobodyListens_isNoConnection() {
    LocalServer gone = LocalServer.keeping(EMPTY);
    gone.close();
    assertThat(reason(post(poster(gone), gone))).isEqualTo(Reason.CONNECTION);
  }

  @Test
  void addressThatRefusesConnections_isFollowedByTheNext() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    Lookup two = host -> addresses("127.0.0.9", "127.0.0.1");
    assertThat(post(poster(server.port(), two, "127.0.0.0/8"), server))
        .isInstanceOf(Answered.class);
  }

  @Test
  void connectionThatBreaks_isNotFollowedByTheNextAddress() {
    LocalServer broken = open(new LocalServer("127.0.0.1", out -> {}));
    Lookup two = host -> addresses("127.0.0.1", "127.0.0.1");
    assertThat(reason(post(poster(broken.port(), two, "127.0.0.1/32"), broken)))
        .isEqualTo(Reason.CONNECTION);
    assertThat(broken.heads()).hasSize(1);
  }

  @Test
  void closedPoster_tellsWhatRunsAndWhatComes() {
    LocalServer silent = open(new LocalServer("127.0.0.1", out -> Thread.sleep(20_000)));
    GuardedPoster poster = poster(silent);
    CompletableFuture<PostResult> running = new CompletableFuture<>();
    poster.post(to(url(silent), PATIENCE), running::complete);
    poster.close();
    assertThat(reason(running.orTimeout(2, TimeUnit.SECONDS).join())).isEqualTo(Reason.CLOSED);
    assertThat(reason(post(poster, silent))).isEqualTo(Reason.CLOSED);
  }
}
