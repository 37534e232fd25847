package dev.surety.core.net;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/** Builds the head of a {@link Post}; what frames the message comes from here alone. */
final class PostHead {

  /** RFC 9110 §7.6.1 and §8.6: these would change where the message ends or what it is sent to. */
  private static final Set<String> OWN =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "accept-encoding");

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private PostHead() {}

  /** Whether every field can be sent, as a line of its own and as it is. */
  static boolean isSendable(List<HttpField> fields) {
    for (HttpField field : fields) {
      String name = field.name();
      if (!isToken(name) || OWN.contains(name.toLowerCase(Locale.ROOT)) || !isText(field.value())) {
        return false;
      }
    }
    return true;
  }

  static BasicHttpRequest of(Target target, List<HttpField> fields, int length) {
    BasicHttpRequest request =
        new BasicHttpRequest(Method.POST.name(), null, target.requestTarget());
    request.addHeader("Host", target.authority());
    boolean named = false;
    for (HttpField field : fields) {
      request.addHeader(field.name(), field.value());
      named |= field.name().equalsIgnoreCase("User-Agent");
    }
    if (!named) {
      request.addHeader("User-Agent", "Surety");
    }
    request.addHeader("Accept-Encoding", "identity");
    request.addHeader("Content-Length", Integer.toString(length));
    return request;
  }

  /** What a proxy is asked for: a connection to an address that was checked here. */
  static BasicHttpRequest tunnel(String authority) {
    BasicHttpRequest request = new BasicHttpRequest(Method.CONNECT.name(), null, authority);
    request.addHeader("Host", authority);
    request.addHeader("User-Agent", "Surety");
    return request;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }

  /** RFC 9110 §5.5 without obs-text, which peers read in different character sets. */
  private static boolean isText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        return false;
      }
    }
    return value.equals(value.strip());
  }
}
