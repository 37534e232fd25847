package dev.surety.idempotency.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.RequestHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what makes two HTTP requests the same: method, path, query, content type, configured
 * headers and body.
 *
 * <p>Everything enters as one length-prefixed tuple, and what is absent differs from what is empty.
 * Parameters of the content type (charset, boundary) are no part of it.
 */
final class RequestDigest {

  private static final byte[] ABSENT = {0};

  private final List<byte[]> parts = new ArrayList<>();

  private RequestDigest() {}

  /**
   * @param extraHeaders name and lines of each header that joins the hash, in any order; no lines
   *     for one that is absent
   * @param excludedPointers what {@link BodyHash#CANONICAL_JSON} leaves out; otherwise unused
   * @throws UnacceptableBodyException if the body has no canonical JSON form and the mode asks for
   *     one; an empty body is none, and passes
   */
  static RequestHash of(
      String method,
      String rawPath,
      @Nullable String rawQuery,
      @Nullable String contentType,
      List<Map.Entry<String, List<String>>> extraHeaders,
      byte[] body,
      BodyHash mode,
      List<String> excludedPointers)
      throws UnacceptableBodyException {
    RequestDigest digest = new RequestDigest();
    digest.text(method);
    digest.text(rawPath);
    digest.text(rawQuery);
    digest.text(contentType == null ? null : essence(contentType));
    digest.headers(extraHeaders);
    if (mode == BodyHash.CANONICAL_JSON) {
      digest.canonical(body, excludedPointers);
    } else {
      digest.raw(body, contentType);
    }
    return RequestHash.of(digest.parts.toArray(byte[][]::new));
  }

  /**
   * For the deployment: checks the pointers before the first request needs them.
   *
   * @throws IllegalArgumentException naming the first that is no JSON Pointer (RFC 6901) to a part
   *     of a document
   */
  static void checkPointers(List<String> excludedPointers) {
    var unused = ExcludedPointers.of(excludedPointers);
  }

  private void headers(List<Map.Entry<String, List<String>>> headers) {
    count(headers.size());
    headers.stream()
        .sorted(Comparator.comparing(header -> lowerCase(header.getKey())))
        .forEach(
            header -> {
              text(lowerCase(header.getKey()));
              text(joined(header.getValue()));
            });
  }

  private void canonical(byte[] body, List<String> excluded) throws UnacceptableBodyException {
    text("json");
    parts.add(body.length == 0 ? body : CanonicalJson.of(body, excluded));
  }

  private void raw(byte[] body, @Nullable String contentType) {
    List<byte[]> sections = contentType == null ? null : MultipartBody.sections(contentType, body);
    if (sections == null) {
      text("raw");
      parts.add(body);
    } else {
      text("multipart");
      count(sections.size());
      parts.addAll(sections);
    }
  }

  private void text(@Nullable String value) {
    parts.add(value == null ? ABSENT : ("=" + value).getBytes(UTF_8));
  }

  private void count(int n) {
    text(Integer.toString(n));
  }

  private static String essence(String contentType) {
    int parameters = contentType.indexOf(';');
    return lowerCase(parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
  }

  /** Lines may be joined or not on their way here, so they are joined always (RFC 9110, 5.3). */
  private static @Nullable String joined(List<String> lines) {
    return lines.isEmpty()
        ? null
        : lines.stream().map(String::strip).collect(Collectors.joining(", "));
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
