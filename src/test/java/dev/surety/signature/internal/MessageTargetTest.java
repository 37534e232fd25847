package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.internal.message.TargetComponents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTargetTest {

  /** RFC 9421 §2.2.5 and §2.2.6: compared as strings, before any octet is decoded. */
  @Test
  void pathAndRequestTarget_areAsOnTheWire_andTheTargetUriIsCanonical() throws Rejection {
    Request request = request("https://Example.COM:443/a%2fb/./%7Eu?q=%2f");
    for (TargetComponents target :
        List.of(MessageTarget.received(request), MessageTarget.toSign(request))) {
      assertThat(target.path()).isEqualTo("/a%2fb/./%7Eu");
      assertThat(target.requestTarget()).isEqualTo("/a%2fb/./%7Eu?q=%2f");
      assertThat(target.targetUri()).isEqualTo("https://example.com/a%2Fb/~u?q=%2f");
      assertThat(target.authority()).isEqualTo("example.com");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://h, /, /",
    "https://h/, /, /",
    "https://h?x, /, /?x",
    "https://h/p?, /p, /p?",
    "https://h/p?a/b?c, /p, /p?a/b?c",
    "https://h//p, //p, //p"
  })
  void path_endsBeforeTheQuery_andAnEmptyOneIsASlash(String url, String path, String requestTarget)
      throws Rejection {
    TargetComponents target = MessageTarget.received(request(url));
    assertThat(target.path()).isEqualTo(path);
    assertThat(target.requestTarget()).isEqualTo(requestTarget);
  }

  private static Request request(String url) {
    return new Request("GET", url, List.of(), new byte[0]);
  }
}
