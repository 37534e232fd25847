package dev.surety.webhook.internal;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer's {@code WWW-Authenticate} refuses a webhook's signature: a challenge of scheme
 * {@code Signature} whose {@code error} starts with {@code webhook_}.
 *
 * <p>Reads the field by the grammar of RFC 9110, section 11.6.1, lists with empty elements
 * included; one that does not keep to it says nothing at all.
 */
final class WebhookChallenge {

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final String TOKEN68_MARKS = "-._~+/";

  private final String field;
  private int next;
  private @Nullable String scheme;
  private boolean found;

  private WebhookChallenge(String field) {
    this.field = field;
  }

  static boolean isIn(Optional<String> field) {
    return field.map(WebhookChallenge::new).map(WebhookChallenge::refuses).orElse(false);
  }

  private boolean refuses() {
    skip(" \t,");
    while (!atEnd()) {
      if (!readElement()) {
        return false;
      }
      skip(" \t,");
    }
    return found;
  }

  /** One element of the list: a challenge with what is its first parameter, or a further one. */
  private boolean readElement() {
    String name = take(TOKEN_MARKS);
    int end = next;
    skip(" \t");
    if (name.isEmpty()) {
      return false;
    }
    if (scheme != null && at('=')) {
      return readValue(name);
    }
    scheme = name.toLowerCase(Locale.ROOT);
    if (atElementEnd()) {
      return true;
    }
    return next > end && (readToken68() || readParameter());
  }

  private boolean readToken68() {
    int start = next;
    boolean any = !take(TOKEN68_MARKS).isEmpty();
    skip("=");
    skip(" \t");
    if (any && atElementEnd()) {
      return true;
    }
    next = start;
    return false;
  }

  private boolean readParameter() {
    String name = take(TOKEN_MARKS);
    skip(" \t");
    return !name.isEmpty() && at('=') && readValue(name);
  }

  private boolean readValue(String name) {
    next++;
    skip(" \t");
    String value = at('"') ? readQuoted() : readToken();
    skip(" \t");
    if (value == null || !atElementEnd()) {
      return false;
    }
    found |=
        "signature".equals(scheme)
            && name.equalsIgnoreCase("error")
            && value.startsWith("webhook_");
    return true;
  }

  private @Nullable String readQuoted() {
    StringBuilder value = new StringBuilder();
    for (next++; !atEnd(); next++) {
      char c = field.charAt(next);
      if (c == '"') {
        next++;
        return value.toString();
      }
      if (c == '\\' && ++next == field.length()) {
        return null;
      }
      value.append(field.charAt(next));
    }
    return null;
  }

  private @Nullable String readToken() {
    String token = take(TOKEN_MARKS);
    return token.isEmpty() ? null : token;
  }

  private String take(String marks) {
    int start = next;
    while (!atEnd() && isAlphanumericOr(marks, field.charAt(next))) {
      next++;
    }
    return field.substring(start, next);
  }

  private static boolean isAlphanumericOr(String marks, char c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || marks.indexOf(c) >= 0;
  }

  private void skip(String characters) {
    while (!atEnd() && characters.indexOf(field.charAt(next)) >= 0) {
      next++;
    }
  }

  private boolean at(char c) {
    return !atEnd() && field.charAt(next) == c;
  }

  private boolean atElementEnd() {
    return atEnd() || field.charAt(next) == ',';
  }

  private boolean atEnd() {
    return next == field.length();
  }
}
