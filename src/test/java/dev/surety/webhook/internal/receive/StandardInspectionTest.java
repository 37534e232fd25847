package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.MacKey;
import dev.surety.webhook.internal.FixedKeys;
import dev.surety.webhook.internal.receive.Finding.Doubtful;
import dev.surety.webhook.internal.receive.Finding.Genuine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardInspectionTest {

  private static final long NOW = 1_700_000_000L;
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final MacKey KEY =
      FixedKeys.of("0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII))
          .keys()
          .get(0);

  @ParameterizedTest
  @ValueSource(longs = {-300, -299, 0, 299, 300})
  void timeWithinTheTolerance_isGenuine_eitherWay(long off) {
    assertThat(inspect(signed("m", "" + (NOW + off)))).isEqualTo(new Genuine("m", ""));
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, -100_000, 100_000})
  void timeOutsideTheTolerance_isRefused_eitherWay(long off) {
    assertThat(inspect(signed("m", "" + (NOW + off))))
        .isEqualTo(Finding.unauthenticated("the timestamp is outside the tolerance"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "-1",
        "+1700000000",
        "1700000000.0",
        " 1700000000",
        "1e9",
        "99999999999999999999",
        "１７０００００００００"
      })
  void timestampThatIsNoNumberOfSeconds_isRefused_alsoIfSigned(String timestamp) {
    assertThat(inspect(signed("m", timestamp))).isInstanceOf(Doubtful.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "a\u0000", "ä", "m\n"})
  void idThatIsNotAllowed_isRefused_alsoIfSigned(String id) {
    assertThat(inspect(signed(id, "" + NOW))).isInstanceOf(Doubtful.class);
    assertThat(inspect(signed("m".repeat(256), "" + NOW))).isInstanceOf(Doubtful.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void fieldThatIsMissingOrRepeated_isRefused(String name) {
    Map<String, List<String>> headers = signed("m", "" + NOW);
    List<String> value = headers.remove(name);
    assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
    headers.put(name, List.of(value.get(0), value.get(0)));
    assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
    headers.put(name, Collections.singletonList(null));
    assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
    headers.put(name, null);
    assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
  }

  @Test
  void oneRightSignatureAmongOthers_isEnough() {
    Map<String, List<String>> headers = signed("m", "" + NOW);
    String right = headers.get("webhook-signature").get(0);
    headers.put("webhook-signature", List.of("v2,abc v1a,AAAA v1,AAAA " + right + " v9"));
    assertThat(inspect(headers)).isInstanceOf(Genuine.class);
  }

  @Test
  void moreThan32Signatures_orMoreThan8KiB_areRefused() {
    Map<String, List<String>> headers = signed("m", "" + NOW);
    String right = headers.get("webhook-signature").get(0);
    headers.put("webhook-signature", List.of("v1,A ".repeat(32) + right));
    assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
    headers.put("webhook-signature", List.of(right + " v1," + "A".repeat(9_000)));
    assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
  }

  @Test
  void anotherSpellingOfTheSameSignature_isRefused() {
    Map<String, List<String>> headers = signed("m", "" + NOW);
    String right = headers.get("webhook-signature").get(0);
    for (String other :
        Arrays.asList(right.replace("=", ""), right.replace("v1,", "v1a,"), "V" + right)) {
      headers.put("webhook-signature", List.of(other));
      assertThat(inspect(headers)).isInstanceOf(Doubtful.class);
    }
  }

  private static Finding inspect(Map<String, List<String>> headers) {
    Tolerance tolerance =
        new Tolerance(Duration.ofMinutes(5), () -> Instant.ofEpochSecond(NOW, 999_999_999));
    return new StandardInspection(() -> List.of(KEY), List.of(), tolerance)
        .inspect(Arrival.of("POST", "", headers, BODY));
  }

  private static Map<String, List<String>> signed(String id, String timestamp) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] mac = KEY.mac(Bytes.joined(head, BODY));
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("webhook-id", List.of(id));
    headers.put("webhook-timestamp", List.of(timestamp));
    headers.put("webhook-signature", List.of("v1," + Base64.getEncoder().encodeToString(mac)));
    return headers;
  }
}
