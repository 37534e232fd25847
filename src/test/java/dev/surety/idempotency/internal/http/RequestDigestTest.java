package dev.surety.idempotency.internal.http;

import static dev.surety.idempotency.BodyHash.CANONICAL_JSON;
import static dev.surety.idempotency.BodyHash.RAW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.RequestHash;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDigestTest {

  private static final String FORM =
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
          + "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n\0\r\n\r\n"
          + "--B--\r\n";

  /** A request to vary in one place. */
  private record Request(
      String method,
      String path,
      String query,
      String type,
      List<Map.Entry<String, List<String>>> headers,
      String body,
      BodyHash mode,
      List<String> excluded) {

    RequestHash hash() throws UnacceptableBodyException {
      return RequestDigest.of(
          method, path, query, type, headers, body.getBytes(UTF_8), mode, excluded);
    }

    Request body(String other) {
      return new Request(method, path, query, type, headers, other, mode, excluded);
    }

    Request type(String other) {
      return new Request(method, path, query, other, headers, body, mode, excluded);
    }

    Request query(String other) {
      return new Request(method, path, other, type, headers, body, mode, excluded);
    }

    Request headers(List<Map.Entry<String, List<String>>> others) {
      return new Request(method, path, query, type, others, body, mode, excluded);
    }

    Request canonical(String... pointers) {
      return new Request(
          method, path, query, type, headers, body, CANONICAL_JSON, List.of(pointers));
    }
  }

  private static final Request ORDER =
      new Request("POST", "/orders", "a=1", "text/plain", List.of(), "body", RAW, List.of());

  @Test
  void sameRequest_hasTheSameHash() throws Exception {
    assertThat(ORDER.hash()).isEqualTo(ORDER.body("body").hash());
  }

  @Test
  void everyPart_changesTheHash() throws Exception {
    List<Request> requests =
        List.of(
            ORDER,
            new Request("PATCH", "/orders", "a=1", "text/plain", List.of(), "body", RAW, List.of()),
            new Request("POST", "/order", "sa=1", "text/plain", List.of(), "body", RAW, List.of()),
            new Request("POST", "/orders", "a=1", "text/plai", List.of(), "nbody", RAW, List.of()),
            ORDER.query(null),
            ORDER.query(""),
            ORDER.query("a=2"),
            ORDER.query("a=%31"),
            ORDER.type(null),
            ORDER.type(""),
            ORDER.type("text/html"),
            ORDER.body(""),
            ORDER.body("body "),
            ORDER.headers(List.of(Map.entry("X-A", List.of()))),
            ORDER.headers(List.of(Map.entry("X-A", List.of("")))),
            ORDER.headers(List.of(Map.entry("X-A", List.of("1")))),
            ORDER.headers(List.of(Map.entry("X-B", List.of("1")))),
            ORDER.headers(List.of(Map.entry("X-A", List.of("1")), Map.entry("X-B", List.of("2")))),
            ORDER.headers(List.of(Map.entry("X-A", List.of("2")), Map.entry("X-B", List.of("1")))));
    Set<RequestHash> hashes = new HashSet<>();
    for (Request request : requests) {
      assertThat(hashes.add(request.hash())).as(request.toString()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TEXT/Plain", "text/plain;charset=UTF-8", "text/plain ; a=\"b;c\"", " text/plain"})
  void contentType_countsByItsEssence(String type) throws Exception {
    assertThat(ORDER.type(type).hash()).isEqualTo(ORDER.hash());
  }

  @Test
  void extraHeaders_countInAnyOrderAndLinesJoinedOrNot() throws Exception {
    var first = List.of(Map.entry("X-A", List.of("1", "2")), Map.entry("X-B", List.of("3")));
    var second = List.of(Map.entry("x-b", List.of(" 3")), Map.entry("x-a", List.of("1, 2")));
    assertThat(ORDER.headers(first).hash()).isEqualTo(ORDER.headers(second).hash());
  }

  @Test
  void rawMode_tellsSpellingsOfJsonApart() throws Exception {
    assertThat(ORDER.body("{\"a\":1}").hash()).isNotEqualTo(ORDER.body("{ \"a\":1}").hash());
  }

  @Test
  void canonicalMode_takesSpellingsOfJsonAsTheSame() throws Exception {
    Request canonical = ORDER.canonical();
    assertThat(canonical.body("{\"a\":1,\"b\":[2.0]}").hash())
        .isEqualTo(canonical.body(" {\"b\" : [2e0], \"\\u0061\":1.0}\n").hash())
        .isNotEqualTo(canonical.body("{\"a\":1,\"b\":[2.5]}").hash());
  }

  @Test
  void canonicalMode_leavesOutWhatIsExcluded() throws Exception {
    Request canonical = ORDER.canonical("/sentAt");
    assertThat(canonical.body("{\"a\":1,\"sentAt\":\"now\"}").hash())
        .isEqualTo(canonical.body("{\"a\":1}").hash())
        .isNotEqualTo(canonical.body("{\"a\":1,\"at\":\"now\"}").hash());
  }

  @Test
  void canonicalMode_takesAnEmptyBodyAndRefusesWhatIsNotJson() {
    assertThatCode(() -> ORDER.canonical().body("").hash()).doesNotThrowAnyException();
    assertThatThrownBy(() -> ORDER.canonical().body("a=b").hash())
        .isInstanceOf(UnacceptableBodyException.class);
    assertThatThrownBy(() -> ORDER.canonical().body(" ").hash())
        .isInstanceOf(UnacceptableBodyException.class);
  }

  @Test
  void checkPointers_namesTheWrongOne() {
    assertThatCode(() -> RequestDigest.checkPointers(List.of("/a", "/b/0")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> RequestDigest.checkPointers(List.of("/a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'b'");
  }

  @Test
  void samePartsUnderAnotherBoundary_areTheSame() throws Exception {
    RequestHash first = form("multipart/form-data; boundary=B", FORM);
    assertThat(form("multipart/form-data; boundary=\"x y\"", FORM.replace("--B", "--x y")))
        .isEqualTo(first);
    assertThat(form("Multipart/Form-Data;charset=utf-8;BOUNDARY=-Z", FORM.replace("--B", "---Z")))
        .isEqualTo(first);
    assertThat(form("multipart/mixed; boundary=B", FORM)).isNotEqualTo(first);
  }

  @Test
  void differentParts_differ() throws Exception {
    String type = "multipart/form-data; boundary=B";
    Set<RequestHash> hashes = new HashSet<>();
    for (String body :
        List.of(
            FORM,
            FORM.replace("\r\n1\r\n", "\r\n2\r\n"),
            FORM.replace("\r\n1\r\n", "\r\n1\r\n\r\n"),
            FORM.replace("name=\"a\"", "name=\"b\""),
            FORM.replace("--B--\r\n", "--B--"),
            "preamble\r\n" + FORM,
            "\r\n" + FORM,
            FORM + "epilogue",
            "--B\r\n\r\n--B--",
            "--B\r\n\r\n\r\n--B--",
            "--B\r\n\r\n--B\r\n\r\n--B--",
            "--B\r\nab\r\n--B--",
            "--B\r\na\r\n--B\r\nb\r\n--B--")) {
      assertThat(hashes.add(form(type, body))).as(body).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--B",
        "--B--",
        "--B\r\n",
        "--B\r\nx",
        "--B\r\nx\r\n--B",
        "--B\r\nx\r\n--Bad\r\n--B--",
        "--B\r\nx\r\n--B--\r\n--B--",
        "--B\nx\n--B--",
        "--B\r\n--B--",
        "x",
        "x--B\r\na\r\n--B--"
      })
  void malformedMultipart_countsByItsBytes(String body) throws Exception {
    assertThat(form("multipart/form-data; boundary=B", body))
        .isNotEqualTo(form("multipart/form-data; boundary=C", body.replace("--B", "--C") + " "));
    assertThat(MultipartBody.sections("multipart/form-data; boundary=B", body.getBytes(UTF_8)))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"B",
        "multipart/form-data; boundary=B; boundary=B",
        "multipart/form-data; xboundary=B",
        "multipart/form-data; x=\"; boundary=C;\"; boundary=B",
        "text/plain; boundary=B"
      })
  void multipartWithoutOneClearBoundary_isNotTakenApart(String type) {
    assertThat(MultipartBody.sections(type, FORM.getBytes(UTF_8))).isNull();
  }

  @Test
  void blanksBehindABoundary_areTransportPadding() {
    byte[] body = "--B \t\r\nx\r\n--B--".getBytes(UTF_8);
    assertThat(MultipartBody.sections("multipart/mixed; boundary=B", body))
        .extracting(String::new)
        .containsExactly("", "x", "");
  }

  @Test
  void partsAndRawBody_neverCollide() throws Exception {
    // a body that is not multipart cannot be made to look like the sections of one that is
    assertThat(ORDER.type("multipart/mixed; boundary=B").body("--B\r\nx\r\n--B--").hash())
        .isNotEqualTo(ORDER.type("multipart/mixed").body("x").hash());
  }

  private static RequestHash form(String type, String body) throws UnacceptableBodyException {
    return ORDER.type(type).body(body).hash();
  }
}
