package dev.surety.idempotency.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.surety.testing.Vectors;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void rfc8785Documents_haveTheExpectedBytes() throws Exception {
    List<Path> inputs = Vectors.files("jcs/input", ".json");
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] expected = Vectors.bytes(Vectors.path("jcs/output/" + input.getFileName()));
      byte[] document = withoutLossyNumber(Vectors.bytes(input));
      assertThat(canonical(document)).as(input.toString()).isEqualTo(new String(expected, UTF_8));
      assertThat(canonical(expected)).as(input.toString()).isEqualTo(new String(expected, UTF_8));
    }
  }

  @Test
  void rfc8785DocumentWithANumberNoDoubleHolds_isRefused() {
    byte[] document = Vectors.bytes(Vectors.path("jcs/input/values.json"));
    assertThat(new String(document, UTF_8)).contains("333333333.33333329");
    assertRefused(document, "double");
  }

  @Test
  void planHashes_areTheSha256OfTheCanonicalPlanWithoutItsBookkeeping() throws Exception {
    List<String> bookkeeping =
        List.of(
            "/version",
            "/status",
            "/syncedAt",
            "/revisionHistory",
            "/committedBudget",
            "/committedByType");
    List<Path> vectors = Vectors.files("adcp/plan-hash", ".json");
    assertThat(vectors).isNotEmpty();
    for (Path file : vectors) {
      JsonNode vector = Vectors.json(file);
      byte[] plan = JSON.writeValueAsBytes(vector.get("plan_as_supplied"));
      byte[] canonical = CanonicalJson.of(plan, bookkeeping);
      JsonNode expected = vector.get("expected");
      assertThat(new String(canonical, UTF_8))
          .as(file.toString())
          .isEqualTo(expected.get("jcs_bytes").asText());
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
      assertThat(HexFormat.of().formatHex(hash)).isEqualTo(expected.get("sha256_hex").asText());
    }
  }

  @Test
  void names_areSortedByUtf16CodeUnits() throws Exception {
    // U+FB33 is one unit above the surrogates of U+1F602, though its code point is smaller
    assertThat(canonical("{\"\uFB33\":1,\"\uD83D\uDE02\":2,\"a\":3}"))
        .isEqualTo("{\"a\":3,\"\uD83D\uDE02\":2,\"\uFB33\":1}");
  }

  @Test
  void controlCharacters_areEscapedInTheShortestWay() throws Exception {
    assertThat(canonical("\"\\u0000\\u0008\\u001F\\u007f\\/\\\"\\\\\\n\""))
        .isEqualTo("\"\\u0000\\b\\u001f\u007f/\\\"\\\\\\n\"");
  }

  @Test
  void omittedAndNullMember_differ() throws Exception {
    assertThat(canonical("{\"a\":null}")).isNotEqualTo(canonical("{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a|{'a':1,'b':2}|{'b':2}",
        "/a|{'b':{'a':1}}|{'b':{'a':1}}",
        "/b/a|{'b':{'a':1,'c':2}}|{'b':{'c':2}}",
        "/b/a|{'b':1}|{'b':1}",
        "/b/a|[1,2]|[1,2]",
        "/0|[1,2]|[2]",
        "/0|{'0':1}|{}",
        "/00|[1,2]|[1,2]",
        "/-|[1,2]|[1,2]",
        "/7|[1,2]|[1,2]",
        "/l/1/at|{'l':[{'at':1},{'at':2,'x':3}]}|{'l':[{'at':1},{'x':3}]}",
        "/a~1b|{'a/b':1}|{}",
        "/a~01|{'a~1':1,'a/':2}|{'a/':2}",
        "/|{'':1,'a':2}|{'a':2}",
        "/a|7|7"
      })
  void excludedPointer_removesWhatItNames(String pointer, String json, String expected)
      throws Exception {
    byte[] document = json.replace('\'', '"').getBytes(UTF_8);
    assertThat(CanonicalJson.of(document, List.of(pointer)))
        .asString(UTF_8)
        .isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void severalExcludedElements_areCountedAsReceived() throws Exception {
    assertThat(CanonicalJson.of("[0,1,2,3]".getBytes(UTF_8), List.of("/0", "/1", "/3")))
        .asString(UTF_8)
        .isEqualTo("[2]");
  }

  @Test
  void excludedMember_isStillChecked() {
    assertThatThrownBy(() -> CanonicalJson.of("{\"a\":1,\"a\":2}".getBytes(UTF_8), List.of("/a")))
        .isInstanceOf(UnacceptableBodyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "/~", "/a~2", "#/a", "$.a"})
  void textThatIsNoPointerToAPart_isRefused(String pointer) {
    assertThatThrownBy(() -> ExcludedPointers.of(List.of("/fine", pointer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pointer + "'")
        .hasMessageContaining("RFC 6901");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "[{\"x\":{\"\":1,\"\":2}}]",
      })
  void duplicateNames_areRefused(String json) {
    assertRefused(json.getBytes(UTF_8), "same name twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud83d\\ud83d\\ude02\""
      })
  void loneSurrogates_areRefused(String json) {
    assertRefused(json.getBytes(UTF_8), "lone surrogate");
  }

  @Test
  void nameWithALoneSurrogate_isRefused() {
    assertRefused("{\"\\ud83d\":1}".getBytes(UTF_8), "The body");
    assertRefused("{\"\\udc00x\":1}".getBytes(UTF_8), "The body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"22eda08022", "22ff22", "22c0af22", "22f490808022", "22e228a122", "22c3"})
  void invalidUtf8_isRefused(String hex) {
    assertRefused(HexFormat.of().parseHex(hex), "UTF-8");
  }

  @Test
  void byteOrderMark_isRefused() {
    assertRefused("\uFEFF{}".getBytes(UTF_8), "byte order mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "1 2", "[]x", "{}]", "null,", "1\u0000"})
  void anythingBehindTheDocument_isRefused(String json) {
    assertRefused(json.getBytes(UTF_8), "The body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        ".5",
        "5.",
        "1e",
        "0x1",
        "tru",
        "nul",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "/*c*/1",
        "//c\n1",
        "[1 2]",
        "{\"a\" 1}",
        "]",
        ":",
        "-",
        "\u00a01"
      })
  void whatIsNotJson_isRefused(String json) {
    assertRefused(json.getBytes(UTF_8), "not JSON");
  }

  @Test
  void nesting_isAllowedTo64Levels() throws Exception {
    assertThat(canonical(nested(64))).isEqualTo(nested(64));
    assertRefused(nested(65).getBytes(UTF_8), "64 levels");
    assertRefused("[".repeat(1_000_000).getBytes(UTF_8), "64 levels");
    assertRefused("{\"a\":".repeat(65).getBytes(UTF_8), "64 levels");
  }

  @Test
  void longNumber_isRefusedInBoundedTime() {
    assertRefused("1".repeat(1 << 20).getBytes(UTF_8), "The body");
  }

  @Test
  void refusal_doesNotEchoTheBody() {
    assertThatThrownBy(() -> canonical("{\"secret\": hunter2}"))
        .isInstanceOf(UnacceptableBodyException.class)
        .message()
        .doesNotContain("secret")
        .doesNotContain("hunter2");
  }

  @Test
  void mutatedDocuments_areCanonicalisedOnceAndForAllOrRefused() throws Exception {
    Random random = new Random(64);
    byte[][] seeds = {
      "{\"a\":[1,2.5,-3e7,{\"b\":null}],\"\\u20ac\":\"x\\ud83d\\ude02\",\"c\":true}"
          .getBytes(UTF_8),
      "[[],{},\"\",0,-0,1E30,0.000001,\"\\\\\\\"\\n\u00e9\"]".getBytes(UTF_8),
      "{\"10\":{\"d\":1e-7},\"1\":[true,false,null],\"\":\"\uFB33\"}".getBytes(UTF_8)
    };
    byte[] alphabet = "{}[]\",:\\u0123456789eE+-.dD8cCtrufalsn \n\0".getBytes(UTF_8);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = seeds[i % seeds.length].clone();
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        mutant[random.nextInt(mutant.length)] =
            random.nextInt(8) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      try {
        byte[] canonical = CanonicalJson.of(mutant, List.of("/a/0", "/10/d"));
        byte[] again = CanonicalJson.of(canonical, List.of());
        assertThat(again).isEqualTo(canonical);
        accepted++;
      } catch (UnacceptableBodyException expected) {
        assertThat(expected.detail()).startsWith("The body").endsWith(".");
      }
    }
    assertThat(accepted).isGreaterThan(500);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  /** The one number of these documents that would count as equal to another is left out. */
  private static byte[] withoutLossyNumber(byte[] document) {
    return new String(document, UTF_8)
        .replace("333333333.33333329", "333333333.3333333")
        .getBytes(UTF_8);
  }

  private static String canonical(String json) throws UnacceptableBodyException {
    return canonical(json.getBytes(UTF_8));
  }

  private static String canonical(byte[] json) throws UnacceptableBodyException {
    return new String(CanonicalJson.of(json, List.of()), UTF_8);
  }

  private static void assertRefused(byte[] json, String why) {
    assertThatThrownBy(() -> CanonicalJson.of(json, List.of()))
        .isInstanceOf(UnacceptableBodyException.class)
        .hasMessageContaining(why);
  }
}
