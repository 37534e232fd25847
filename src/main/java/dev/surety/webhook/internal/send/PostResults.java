package dev.surety.webhook.internal.send;

import dev.surety.core.net.PostResult;
import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import dev.surety.core.net.PostResult.Refused;
import dev.surety.core.net.Refusal;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import java.nio.charset.StandardCharsets;

/** Says in terms of deliveries what came of a post. */
final class PostResults {

  private PostResults() {}

  static SendResult of(PostResult result) {
    if (result instanceof Answered answered) {
      return new SendResult.Answered(
          answered.status(),
          answered.header("Retry-After"),
          answered.header("WWW-Authenticate"),
          text(answered.content()));
    }
    if (result instanceof Refused refused) {
      boolean address = refused.reason() == Refusal.ADDRESS;
      return new Unanswered(
          address ? Trouble.ADDRESS_REFUSED : Trouble.URL_REFUSED, refused.reason().words());
    }
    Failed failed = (Failed) result;
    return failed.reason() == Reason.BUSY
        ? new SendResult.Unsent()
        : new Unanswered(trouble(failed.reason()), failed.detail());
  }

  private static Trouble trouble(Reason reason) {
    return switch (reason) {
      case NAME -> Trouble.NAME;
      case CONNECTION -> Trouble.CONNECTION;
      case KEPT_CONNECTION -> Trouble.KEPT_CONNECTION;
      case TLS -> Trouble.TLS;
      case DEADLINE -> Trouble.TIMEOUT;
      case HEAD_TOO_LARGE -> Trouble.HEAD_TOO_LARGE;
      case REQUEST, BUSY -> Trouble.REQUEST;
      case CLOSED -> Trouble.CLOSED;
    };
  }

  /** Without what a database refuses or a terminal obeys; tabs and line feeds stay. */
  private static String text(byte[] content) {
    StringBuilder text = new StringBuilder();
    new String(content, StandardCharsets.UTF_8)
        .codePoints()
        .filter(PostResults::isPlain)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> character == '\n' || character == '\t';
      case Character.FORMAT, Character.SURROGATE -> false;
      default -> true;
    };
  }
}
