package dev.surety.signature.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.HttpMessage.Response;
import dev.surety.signature.internal.message.SignatureBase.Built;
import dev.surety.signature.internal.message.SignatureBase.Reason;
import dev.surety.signature.internal.message.SignatureBase.Unbuilt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureBaseTest {

  private static final byte[] NO_BODY = {};
  private static final String URL = "https://example.com/path?param=value&foo=bar&baz=bat%2Dman";
  private static final StructuredFields FIELDS =
      new StructuredFields(
          Map.of(
              "example-dict", StructuredFields.Type.DICTIONARY,
              "example-list", StructuredFields.Type.LIST,
              "example-item", StructuredFields.Type.ITEM,
              "cache-control", StructuredFields.Type.DICTIONARY,
              "signature", StructuredFields.Type.DICTIONARY));

  @Test
  void base_isOneLineAComponentAndTheParametersWithoutLineEnd() {
    HttpMessage request = request(new Field("Host", "example.com"), new Field("X-Empty", ""));
    assertThat(text(request, "( \"host\" );x", "\"@method\"", "\"host\"", "\"x-empty\""))
        .isEqualTo(
            "\"@method\": POST\n\"host\": example.com\n\"x-empty\": \n"
                + "\"@signature-params\": ( \"host\" );x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"@method\"|POST",
        "\"@target-uri\"|https://example.com/path?param=value&foo=bar&baz=bat%2Dman",
        "\"@authority\"|example.com",
        "\"@scheme\"|https",
        "\"@path\"|/path",
        "\"@query\"|?param=value&foo=bar&baz=bat%2Dman",
        "\"@request-target\"|/path?param=value&foo=bar&baz=bat%2Dman"
      })
  void derivedComponent_comesFromTheTarget(String component, String value) {
    assertThat(value(request(), component)).isEqualTo(value);
  }

  @Test
  void emptyPathAndQuery_areSlashAndQuestionMark() {
    HttpMessage request = new Request("GET", "https://example.com", List.of(), NO_BODY);
    assertThat(value(request, "\"@path\"")).isEqualTo("/");
    assertThat(value(request, "\"@query\"")).isEqualTo("?");
  }

  @Test
  void queryThatStartsWithQuestionMark_keepsBoth() {
    HttpMessage request = new Request("GET", "https://example.com/??a", List.of(), NO_BODY);
    assertThat(value(request, "\"@query\"")).isEqualTo("??a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      value = {
        "param=value&foo=bar&baz=batman&qux=|baz|batman",
        "param=value&foo=bar&baz=batman&qux=|qux|``",
        "param=value&qux&x|qux|``",
        "var=this%20is%20a%20big%0Amultiline%20value|var|this%20is%20a%20big%0Amultiline%20value",
        "bar=with+plus+whitespace|bar|with%20plus%20whitespace",
        "fa%C3%A7ade%22%3A%20=something|fa%C3%A7ade%22%3A%20|something",
        "a=%7E%2a%2D%2e%5f!'()~|a|%7E*-._%21%27%28%29%7E",
        "a=b=c|a|b%3Dc",
        "a=%2B%26|a|%2B%26",
        "a=100%|a|100%25",
        "a=%zz|a|%25zz",
        "%61=1|a|1",
        "x+y=1|x%20y|1",
        "&&a=1&|a|1"
      })
  void queryParameter_isDecodedAndEncodedAnew(String query, String name, String value) {
    assertThat(value(query(query), "\"@query-param\";name=\"" + name + "\"")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b=1|a|MISSING",
        "A=1|a|MISSING",
        "x+y=1|x+y|MISSING",
        "fa%C3%A7ade=1|fa%c3%a7ade|MISSING",
        "a=1&a=2|a|AMBIGUOUS",
        "a=1&%61=1|a|AMBIGUOUS",
        "a&a|a|AMBIGUOUS",
        "a=%FF|a|NOT_REPRESENTABLE",
        "a=%C0%80|a|NOT_REPRESENTABLE"
      })
  void queryParameterWithoutOneValue_leavesNoBase(String query, String name, Reason reason) {
    assertThat(reason(query(query), "\"@query-param\";name=\"" + name + "\"")).isEqualTo(reason);
  }

  @Test
  @Timeout(20)
  void manyCoveredMembersAndParameters_costOneParse() {
    String query = "q&".repeat(300_000) + numbered(60, "&");
    String dictionary = numbered(20_000, ", ");
    Request request =
        new Request(
            "POST",
            "https://example.com/?" + query,
            List.of(new Field("Example-Dict", dictionary)),
            NO_BODY);
    String[] components =
        IntStream.range(0, 60)
            .boxed()
            .flatMap(
                i ->
                    Stream.of(
                        "\"@query-param\";name=\"p" + i + "\"",
                        "\"example-dict\";key=\"p" + i + "\""))
            .toArray(String[]::new);
    assertThat(text(request, "()", components)).contains("\"example-dict\";key=\"p59\": 59");
  }

  private static String numbered(int count, String separator) {
    return IntStream.range(0, count)
        .mapToObj(i -> "p" + i + "=" + i)
        .collect(Collectors.joining(separator));
  }

  @Test
  void fieldLines_areStrippedUnfoldedAndJoined() {
    HttpMessage request =
        request(
            new Field("X-OWS-Header", "   Leading and trailing whitespace. \t "),
            new Field("X-Obs-Fold-Header", "Obsolete\r\n    line\n\t folding. "),
            new Field("Cache-Control", "max-age=60"),
            new Field("CACHE-CONTROL", "    must-revalidate"),
            new Field("Example-Dict", "a=1,    b=2;x=1;y=2,   c=(a   b   c)"));
    assertThat(value(request, "\"x-ows-header\"")).isEqualTo("Leading and trailing whitespace.");
    assertThat(value(request, "\"x-obs-fold-header\"")).isEqualTo("Obsolete line folding.");
    assertThat(value(request, "\"cache-control\"")).isEqualTo("max-age=60, must-revalidate");
    assertThat(value(request, "\"example-dict\""))
        .isEqualTo("a=1,    b=2;x=1;y=2,   c=(a   b   c)");
    assertThat(value(request, "\"example-dict\";sf")).isEqualTo("a=1, b=2;x=1;y=2, c=(a b c)");
  }

  @Test
  void strictField_isSerializedByItsType() {
    HttpMessage request =
        request(
            new Field("Example-List", "a,b"),
            new Field("Example-List", "(x  y);z=?1"),
            new Field("Example-Item", "1.50;a=?1"));
    assertThat(value(request, "\"example-list\";sf")).isEqualTo("a, b, (x y);z");
    assertThat(value(request, "\"example-item\";sf")).isEqualTo("1.5;a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a|1", "d|?1", "b|2;x=1;y=2", "c|(a b c)", "e|?1;x"})
  void dictionaryMember_isSerializedWithoutKey(String key, String value) {
    HttpMessage request =
        request(
            new Field("Example-Dict", "a=1, b=2;x=1;y=2"),
            new Field("Example-Dict", "c=(a   b    c), d, e;x"));
    assertThat(value(request, "\"example-dict\";key=\"" + key + "\"")).isEqualTo(value);
    assertThat(value(request, "\"example-dict\";sf;key=\"" + key + "\"")).isEqualTo(value);
  }

  @Test
  void wrappedField_keepsLinesApart() {
    assertThat(
            value(
                request(
                    new Field("Example-Header", "value, with, lots"),
                    new Field("Example-Header", "of, commas")),
                "\"example-header\";bs"))
        .isEqualTo(":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:");
    assertThat(value(request(new Field("X", " \u00e9 ")), "\"x\";bs")).isEqualTo(":6Q==:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"y\"|MISSING",
        "\"y\";bs|MISSING",
        "\"y\";sf|MISSING",
        "\"x\";tr|MISSING",
        "\"example-dict\";key=\"z\"|MISSING",
        "\"x\";sf|TYPE_UNKNOWN",
        "\"x\";key=\"a\"|TYPE_UNKNOWN",
        "\"example-item\";key=\"a\"|TYPE_UNKNOWN",
        "\"example-item\";sf|NOT_STRUCTURED",
        "\"@method\";req|OF_OTHER_MESSAGE",
        "\"x\";req|OF_OTHER_MESSAGE",
        "\"@status\"|OF_OTHER_MESSAGE"
      })
  void componentThatTheRequestLacks_leavesNoBase(String component, Reason reason) {
    HttpMessage request =
        request(
            new Field("X", "1"),
            new Field("Example-Dict", "a=1"),
            new Field("Example-Item", "a b"));
    assertThat(reason(request, component)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb", "\u00e9", "\u0000", "\u007f", "a\n", "\u20ac"})
  void valueThatNoLineCanHold_leavesNoBase(String value) {
    assertThat(reason(request(new Field("X", value)), "\"x\"")).isEqualTo(Reason.NOT_REPRESENTABLE);
  }

  @Test
  void lineSmuggledThroughTheMethod_leavesNoBase() {
    HttpMessage request = new Request("GET\n\"x\": 1", URL, List.of(), NO_BODY);
    assertThat(reason(request, "\"@method\"")).isEqualTo(Reason.NOT_REPRESENTABLE);
    HttpMessage tab = new Request("A\tB", URL, List.of(), NO_BODY);
    assertThat(reason(tab, "\"@method\"")).isEqualTo(Reason.NOT_REPRESENTABLE);
  }

  @Test
  void wideCharacterInWrappedField_leavesNoBase() {
    assertThat(reason(request(new Field("X", "\u20ac")), "\"x\";bs"))
        .isEqualTo(Reason.NOT_REPRESENTABLE);
  }

  @Test
  void trailer_isTakenOnlyWhereAskedFor() {
    Request request =
        new Request(
            "POST", URL, List.of(new Field("X", "head")), List.of(new Field("X", "tail")), NO_BODY);
    assertThat(value(request, "\"x\"")).isEqualTo("head");
    assertThat(value(request, "\"x\";tr")).isEqualTo("tail");
  }

  @Test
  void response_hasItsStatusAndTheRequestsComponents() {
    Request request = request(new Field("X", "of request"), new Field("Signature", "sig1=:AA==:"));
    Response response =
        new Response(503, List.of(new Field("X", "of response")), List.of(), NO_BODY, request);
    assertThat(
            text(
                response,
                "()",
                "\"@status\"",
                "\"x\"",
                "\"x\";req",
                "\"signature\";req;key=\"sig1\"",
                "\"@method\";req",
                "\"@authority\";req"))
        .isEqualTo(
            "\"@status\": 503\n\"x\": of response\n\"x\";req: of request\n"
                + "\"signature\";req;key=\"sig1\": :AA==:\n\"@method\";req: POST\n"
                + "\"@authority\";req: example.com\n\"@signature-params\": ()");
    assertThat(reason(response, "\"@method\"")).isEqualTo(Reason.OF_OTHER_MESSAGE);
    assertThat(reason(response, "\"@query-param\";name=\"foo\""))
        .isEqualTo(Reason.OF_OTHER_MESSAGE);
    assertThat(value(response, "\"@query-param\";name=\"foo\";req")).isEqualTo("bar");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 99, 1000})
  void statusThatHasNotThreeDigits_leavesNoBase(int status) {
    Response response = new Response(status, List.of(), List.of(), NO_BODY, request());
    assertThat(reason(response, "\"@status\"")).isEqualTo(Reason.NOT_REPRESENTABLE);
  }

  @Test
  void parametersWithALineEnd_areRefused() {
    assertThatThrownBy(() -> base(request(), "()\n", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Request request(Field... fields) {
    return new Request("POST", URL, List.of(fields), NO_BODY);
  }

  private static Request query(String query) {
    return new Request("GET", "https://example.com/?" + query, List.of(), NO_BODY);
  }

  private static String value(HttpMessage message, String component) {
    String line = text(message, "()", component).lines().findFirst().orElseThrow();
    String start = component + ": ";
    assertThat(line).startsWith(start);
    return line.substring(start.length());
  }

  private static Reason reason(HttpMessage message, String component) {
    SignatureBase base = base(message, "()", List.of(Components.parse(component)));
    assertThat(base).isInstanceOf(Unbuilt.class);
    return ((Unbuilt) base).reason();
  }

  private static String text(HttpMessage message, String parameters, String... components) {
    SignatureBase base =
        base(message, parameters, Arrays.stream(components).map(Components::parse).toList());
    assertThat(base).isInstanceOf(Built.class);
    return new String(((Built) base).bytes(), StandardCharsets.US_ASCII);
  }

  private static SignatureBase base(
      HttpMessage message, String parameters, List<Component> components) {
    Request request = message instanceof Response r ? r.request() : (Request) message;
    return SignatureBase.of(
        message, VectorMessages.target(request.target()), components, parameters, FIELDS);
  }
}
