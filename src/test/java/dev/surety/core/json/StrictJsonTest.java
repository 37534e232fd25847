package dev.surety.core.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  @Test
  void document_isReadAsItIs() throws Exception {
    assertThat(read("{\"a\":[1.50,\"\\u00e9\",true,null],\"b\":{}}"))
        .isEqualTo(
            new Json.Members(
                Map.of(
                    "a",
                    new Json.Elements(
                        List.of(
                            new Json.Numeral("1.50"),
                            new Json.Text("é"),
                            Json.Literal.TRUE,
                            Json.Literal.NULL)),
                    "b",
                    new Json.Members(Map.of()))));
  }

  @Test
  void numberOfAnyLength_isReadWithoutComputingIt() throws Exception {
    String digits = "9".repeat(200_000);
    assertThat(read(digits)).isEqualTo(new Json.Numeral(digits));
    assertThat(read("1e999999999")).isEqualTo(new Json.Numeral("1e999999999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":1,\"a\":1}",
        "[{\"b\":{\"x\":1,\"x\":1}}]"
      })
  void duplicateNameAtAnyDepth_isRefused(String json) {
    assertRefused(json, "same name twice");
  }

  @Test
  void sameNameInTwoObjects_isNoDuplicate() throws Exception {
    assertThat(read("[{\"a\":{\"a\":1}},{\"a\":1}]")).isInstanceOf(Json.Elements.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "1 2", "[],", "{}\"\"", "null null"})
  void contentAfterTheDocument_isRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(NotStrictJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "NaN",
        "[Infinity]",
        "-Infinity",
        "+1",
        "01",
        "1.",
        ".5",
        "// c\n1",
        "/* c */1",
        "\"\t\"",
        "\"\\x\"",
        "tru",
        "{\"a\"}",
        "]",
        "\0",
        "\u00A01"
      })
  void whatIsNoJson_isRefused(String json) {
    assertRefused(json, "not JSON");
  }

  @Test
  void byteOrderMarkAndOtherEncodings_areRefused() {
    assertRefused("\uFEFF{}", "byte order mark");
    assertThatThrownBy(() -> StrictJson.read("{}".getBytes(UTF_16LE)))
        .isInstanceOf(NotStrictJsonException.class);
    assertThatThrownBy(() -> StrictJson.read(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(
            () -> StrictJson.read(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
        .hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\\ud800\"", "[\"a\\udfff\"]", "\"\\ud800x\""})
  void loneSurrogate_isRefused(String json) {
    assertRefused(json, "surrogate");
  }

  @Test
  void surrogatePair_isOneCharacter() throws Exception {
    assertThat(read("\"\\ud83d\\ude02\"")).isEqualTo(new Json.Text("😂"));
  }

  @Test
  void depth64_isTheDeepest() throws Exception {
    assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(Json.Elements.class);
    assertRefused("[".repeat(65) + "]".repeat(65), "");
    assertRefused("{\"a\":".repeat(65) + "1" + "}".repeat(65), "");
    assertRefused("[".repeat(1_000_000), "");
  }

  @Test
  void anyBytes_areReadOrRefused() {
    Random random = new Random(SEED);
    List<String> parts =
        List.of(
            "{",
            "}",
            "[",
            "]",
            "\"a\"",
            ":",
            ",",
            "1",
            "-0",
            "1e5",
            "null",
            "\"\\ud800\"",
            "\"",
            "\\",
            "ü",
            " ");
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (bytes.length > 0 && random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(StrictJson.read(bytes)).isNotNull();
      } catch (NotStrictJsonException e) {
        assertThat(e.detail()).as("seed %d", SEED).isNotEmpty();
      }
    }
  }

  private static Json read(String json) throws NotStrictJsonException {
    return StrictJson.read(json.getBytes(UTF_8));
  }

  private static void assertRefused(String json, String detail) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(NotStrictJsonException.class)
        .hasMessageContaining(detail);
  }
}
