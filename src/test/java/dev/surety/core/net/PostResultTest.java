package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostResultTest {

  @Test
  void linesOfOneField_areJoined_asRfc9110Says() {
    Answered answered =
        new Answered(
            401,
            List.of(
                new HttpField("WWW-Authenticate", "Bearer"),
                new HttpField("www-authenticate", "Signature error=\"webhook_invalid\"")),
            new byte[0],
            false);
    assertThat(answered.header("WWW-Authenticate"))
        .hasValue("Bearer, Signature error=\"webhook_invalid\"");
    assertThat(answered.header("Retry-After")).isEmpty();
  }
}
