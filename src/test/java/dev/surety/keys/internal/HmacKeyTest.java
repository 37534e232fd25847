package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.surety.keys.KeyState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** MACs by the book: RFC 4231, and cases of the kinds that Wycheproof has. */
class HmacKeyTest {

  private static final byte[] NONE = {};

  @Test
  void rfc4231_isMet() throws IOException {
    JsonNode cases = json("rfc4231.json");
    assertThat(cases).hasSize(7);
    for (JsonNode vector : cases) {
      byte[] expected = hex(vector, "mac");
      byte[] mac = new HmacKey(hex(vector, "key"), NONE).mac(hex(vector, "data"));
      assertThat(Arrays.copyOf(mac, expected.length))
          .as(vector.get("case").asText())
          .isEqualTo(expected);
    }
  }

  @Test
  void changedTags_areRefused_andRightOnesAccepted() throws IOException {
    JsonNode cases = json("cases.json");
    assertThat(cases).hasSizeGreaterThan(190);
    for (JsonNode vector : cases) {
      CachedKey key = CachedKey.usable("k", KeyState.ACTIVE, null, hex(vector, "key"));
      byte[] message = hex(vector, "msg");
      assertThat(MessageDigest.isEqual(key.plain().mac(message), hex(vector, "tag")))
          .as(vector.get("comment").asText())
          .isEqualTo(vector.get("valid").asBoolean());
    }
  }

  @Test
  void prefix_isTheMessagesBeginning() {
    byte[] secret = KeysFixture.secret().bytes();
    byte[] whole = "kid:message".getBytes(StandardCharsets.UTF_8);
    byte[] prefix = Arrays.copyOf(whole, 4);
    byte[] rest = Arrays.copyOfRange(whole, 4, whole.length);
    assertThat(new HmacKey(secret, prefix).mac(rest))
        .isEqualTo(new HmacKey(secret, NONE).mac(whole));
  }

  @Test
  void oneKey_servesManyThreads() throws Exception {
    HmacKey key = new HmacKey(KeysFixture.secret().bytes(), "p:".getBytes(StandardCharsets.UTF_8));
    byte[] message = new byte[300];
    byte[] expected = key.mac(message);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Boolean> work =
        () -> IntStream.range(0, 5_000).allMatch(i -> Arrays.equals(key.mac(message), expected));
    try {
      for (Future<Boolean> right :
          threads.invokeAll(List.of(work, work, work, work, work, work, work, work))) {
        assertThat(right.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  static JsonNode json(String file) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readAllBytes(Path.of("src/test/resources/hmac", file)));
  }

  private static byte[] hex(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).asText());
  }
}
