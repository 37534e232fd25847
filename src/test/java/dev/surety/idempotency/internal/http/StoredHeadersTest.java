package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredHeadersTest {

  private final StoredHeaders standard = new StoredHeaders(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type",
        "Content-Location",
        "Location",
        "ETag",
        "Last-Modified",
        "Link",
        "Content-Language",
        "content-type",
        "ETAG"
      })
  void standardHeader_isStored(String name) {
    assertThat(standard.pick(Map.of(name, List.of("v"))))
        .hasValueSatisfying(picked -> assertThat(picked).containsEntry(name, List.of("v")));
  }

  @Test
  void otherHeader_isStoredWhereConfiguredOnly() {
    Map<String, List<String>> all = Map.of("x-order", List.of("1", "2"), "X-Other", List.of("3"));
    assertThat(standard.pick(all)).contains(Map.of());
    assertThat(new StoredHeaders(List.of("X-Order")).pick(all))
        .contains(Map.of("x-order", List.of("1", "2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Set-Cookie",
        "set-cookie",
        "Set-Cookie2",
        "Authorization",
        "Proxy-Authorization",
        "WWW-Authenticate",
        "Proxy-Authenticate",
        "Authentication-Info",
        "Proxy-Authentication-Info",
        "Date",
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Content-Length",
        "Content-Encoding",
        "RateLimit",
        "RateLimit-Policy",
        "RateLimit-Limit",
        "X-RateLimit-Remaining",
        "X-Rate-Limit-Reset",
        "Retry-After",
        "X-Request-Id",
        "X-Amz-Request-Id",
        "x-amzn-RequestId",
        "X-RateLimit",
        "X-Rate-Limit",
        "X-Auth-Token",
        "X-Correlation-ID",
        "Request-Id",
        "traceparent",
        "tracestate",
        "X-B3-TraceId",
        "Idempotency-Replayed",
        "Idempotency-Key"
      })
  void headerOfOneMessageOrCaller_failsTheDeploymentByName(String name) {
    assertThatThrownBy(() -> new StoredHeaders(List.of("X-Fine", name)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.idempotency.stored-headers")
        .hasMessageContaining("'" + name + "'");
    assertThat(standard.pick(Map.of(name, List.of("v")))).contains(Map.of());
  }

  @Test
  void nameThatOnlyContainsSuchAWord_isStored() {
    StoredHeaders stored = new StoredHeaders(List.of("X-Corporate-Limit"));
    assertThat(stored.pick(Map.of("X-Corporate-Limit", List.of("5"))).orElseThrow()).hasSize(1);
  }

  @Test
  void namesInTurkishLocale_areStillRecognised() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr"));
      assertThatThrownBy(() -> new StoredHeaders(List.of("AUTHORIZATION")))
          .isInstanceOf(SuretyException.class);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void repeatedNamesThatDifferInCase_areMerged() {
    Map<String, List<String>> all = new LinkedHashMap<>(Map.of("Link", List.of("</a>")));
    all.put("link", List.of("</b>"));
    assertThat(standard.pick(all)).contains(Map.of("Link", List.of("</a>", "</b>")));
  }

  @Test
  void headerWithoutValues_isLeftOut() {
    assertThat(standard.pick(Map.of("Link", List.of()))).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\nb", "a\u0000", "\u007f", "\u010a", "\ud800"})
  void valueThatCannotBeSentAsItIs_makesTheAnswerNotStorable(String value) {
    assertThat(standard.pick(Map.of("Location", List.of(value)))).isEmpty();
    assertThat(standard.pick(Map.of("X-Not-Stored", List.of(value)))).contains(Map.of());
  }

  @Test
  void tabAndLatin1_areStored() {
    assertThat(standard.pick(Map.of("Link", List.of("a\tb\u00e9")))).isPresent();
  }

  @Test
  void moreThan64Values_makeTheAnswerNotStorable() {
    assertThat(standard.pick(Map.of("Link", Collections.nCopies(64, "a")))).isPresent();
    assertThat(standard.pick(Map.of("Link", Collections.nCopies(65, "a")))).isEmpty();
  }

  @Test
  void moreThan16KiB_makeTheAnswerNotStorable() {
    int name = "Location".length();
    String most = "a".repeat(16 * 1024 - name);
    assertThat(standard.pick(Map.of("Location", List.of(most)))).isPresent();
    assertThat(standard.pick(Map.of("Location", List.of(most + "a")))).isEmpty();
  }

  @Test
  void pickedHeaders_pickThemselvesAgain() {
    Map<String, List<String>> picked =
        standard
            .pick(
                Map.of("ETag", List.of("\"1\""), "Date", List.of("now"), "Link", List.of("a", "b")))
            .orElseThrow();
    assertThat(standard.pick(picked)).contains(picked);
  }
}
