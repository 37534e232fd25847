package dev.surety.idempotency.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a multipart body (RFC 2046) apart at its boundary, which clients choose anew for every
 * attempt.
 *
 * <p>Nothing else is interpreted: preamble, epilogue and each part with its headers are kept byte
 * for byte. A body that leaves any doubt about where a part ends is not taken apart.
 */
final class MultipartBody {

  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary\\s*=\\s*"
              + "(?:\"([ -~&&[^\"\\\\]]{1,70})\"|([!-~&&[^\";,]]{1,70}))\\s*(?=;|$)",
          Pattern.CASE_INSENSITIVE);

  private final byte[] body;
  private final byte[] delimiter;

  private MultipartBody(byte[] body, byte[] delimiter) {
    this.body = body;
    this.delimiter = delimiter;
  }

  /** Preamble, parts and epilogue; null if the body is not a well-formed multipart of this type. */
  static @Nullable List<byte[]> sections(String contentType, byte[] body) {
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      return null;
    }
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return null;
    }
    String value = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    if (boundary.find()) {
      return null;
    }
    byte[] delimiter = ("\r\n--" + value).getBytes(StandardCharsets.ISO_8859_1);
    return new MultipartBody(body, delimiter).split();
  }

  private @Nullable List<byte[]> split() {
    List<byte[]> sections = new ArrayList<>();
    // the first delimiter may start the body, without the line break that belongs to it
    int at = matches(2, 0) ? -2 : find(0);
    int start = 0;
    int end = at + 2;
    while (at < body.length) {
      sections.add(Arrays.copyOfRange(body, start, end));
      int after = at + delimiter.length;
      if (hasDashes(after)) {
        sections.add(Arrays.copyOfRange(body, after + 2, body.length));
        return sections.size() > 2 && find(after) == body.length ? sections : null;
      }
      start = lineEnd(after);
      if (start < 0 || matches(0, start - 2)) {
        return null;
      }
      at = find(start);
      end = at;
    }
    return null;
  }

  /** Where the next delimiter begins, or the body's length. */
  private int find(int from) {
    for (int i = from; i <= body.length - delimiter.length; i++) {
      if (matches(0, i)) {
        return i;
      }
    }
    return body.length;
  }

  private boolean matches(int skip, int at) {
    int n = delimiter.length - skip;
    return at + n <= body.length
        && Arrays.equals(delimiter, skip, delimiter.length, body, at, at + n);
  }

  private boolean hasDashes(int at) {
    return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
  }

  /** Behind the line break that follows, blanks allowed before it; -1 if something else does. */
  private int lineEnd(int from) {
    int at = from;
    while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
      at++;
    }
    return at + 1 < body.length && body[at] == '\r' && body[at + 1] == '\n' ? at + 2 : -1;
  }
}
