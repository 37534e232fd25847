package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No receiver makes a post read more than is allowed. */
class GuardedPosterSizesTest extends GuardedPosters {

  @Test
  void headOf16KiB_isRead_andOneByteMoreIsTooLarge() {
    String end = "Content-Length: 0\r\n\r\n";
    int rest = BoundedHead.MOST_BYTES - OK.length() - end.length();
    String lines = ("H: " + "x".repeat(4000) + "\r\n").repeat(3);
    String fits = "J: " + "y".repeat(rest - lines.length() - 5) + "\r\n";
    assertThat(post(open(LocalServer.answering(OK + lines + fits + end)), PATIENCE))
        .isInstanceOf(Answered.class);
    String over = "J: y" + "y".repeat(rest - lines.length() - 5) + "\r\n";
    assertFailed(
        post(open(LocalServer.answering(OK + lines + over + end)), PATIENCE),
        Reason.HEAD_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 100_000})
  void tooManyHeaders_areTooLarge(int count) {
    LocalServer server = open(LocalServer.answering(OK + "H: x\r\n".repeat(count) + "\r\n"));
    assertFailed(post(server, PATIENCE), Reason.HEAD_TOO_LARGE);
  }

  @Test
  void endlessHeaderLine_isTooLarge() {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  write(out, OK + "H: ");
                  while (true) {
                    out.write(new byte[4096]);
                  }
                }));
    assertFailed(post(server, PATIENCE), Reason.HEAD_TOO_LARGE);
  }

  @Test
  void contentOf64KiB_isReadWhole_andTheConnectionIsKept() {
    int most = Exchange.MOST_CONTENT;
    LocalServer server =
        open(LocalServer.keeping(OK + "Content-Length: " + most + "\r\n\r\n" + "x".repeat(most)));
    GuardedPoster poster = poster(server);
    Answered answered = (Answered) post(poster, server);
    assertThat(answered.truncated()).isFalse();
    assertThat(answered.content()).hasSize(KEEP);
    assertThat(poster.idleConnections()).isEqualTo(1);
  }

  @Test
  void moreContent_isCut_theStatusIsTold_andTheConnectionEnds() throws InterruptedException {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  write(out, OK + "\r\n");
                  while (true) {
                    out.write(new byte[8192]);
                  }
                }));
    GuardedPoster poster = poster(server);
    Answered answered = (Answered) post(poster, server);
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.truncated()).isTrue();
    assertThat(poster.idleConnections()).isZero();
    awaitClosed(server);
  }
}
