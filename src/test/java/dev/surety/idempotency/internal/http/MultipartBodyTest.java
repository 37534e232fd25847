package dev.surety.idempotency.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartBodyTest {

  @Test
  void randomBodies_areTakenApartWithoutLosingAByte() {
    Random random = new Random(2046);
    String[] pieces = {"--B", "\r\n", "\r", "\n", "--", "x", " ", "\r\n--B", "\r\n--B\r\n", "B"};
    Map<List<String>, String> seen = new HashMap<>();
    int takenApart = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder body = new StringBuilder(random.nextBoolean() ? "--B\r\n" : "");
      for (int n = random.nextInt(7); n > 0; n--) {
        body.append(pieces[random.nextInt(pieces.length)]);
      }
      body.append(random.nextBoolean() ? "\r\n--B--" : "");
      List<String> sections = sections(body.toString());
      if (sections != null) {
        takenApart++;
        assertThat(joined(sections)).isEqualTo(withoutPadding(body.toString()));
        String same = seen.putIfAbsent(sections, withoutPadding(body.toString()));
        assertThat(same).isIn(null, withoutPadding(body.toString()));
      }
    }
    assertThat(takenApart).isGreaterThan(1_000);
  }

  @Test
  void randomBytes_neverFail() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int n = random.nextInt(20); n > 0; n--) {
        body.write("\r\n-B x".charAt(random.nextInt(6)));
      }
      List<byte[]> sections =
          MultipartBody.sections("multipart/mixed; boundary=B", body.toByteArray());
      assertThat(sections == null || sections.size() > 2).isTrue();
    }
  }

  private static List<String> sections(String body) {
    List<byte[]> sections =
        MultipartBody.sections("multipart/mixed; boundary=B", body.getBytes(ISO_8859_1));
    return sections == null
        ? null
        : sections.stream().map(section -> new String(section, ISO_8859_1)).toList();
  }

  /** The body these sections came from: the preamble brings its own line break. */
  private static String joined(List<String> sections) {
    int last = sections.size() - 1;
    return sections.get(0)
        + "--B\r\n"
        + String.join("\r\n--B\r\n", sections.subList(1, last))
        + "\r\n--B--"
        + sections.get(last);
  }

  private static String withoutPadding(String body) {
    return body.replaceAll("(^|\r\n)--B +(?=\r\n)", "$1--B");
  }
}
