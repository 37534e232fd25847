package dev.surety.webhook.internal.send;

import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import dev.surety.webhook.internal.send.SendResult.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How attempts end, as log, events and tests of endpoints tell it: the closed set of words. */
public final class Outcomes {

  /** 2xx. */
  public static final String DELIVERED = "delivered";

  /** 3xx; redirects are never followed. */
  public static final String REDIRECTED = "redirected";

  /** 4xx. */
  public static final String CLIENT_ERROR = "client-error";

  /** 5xx. */
  public static final String SERVER_ERROR = "server-error";

  /** A status outside of 200 to 599. */
  public static final String ODD_STATUS = "odd-status";

  /** There was no key to sign with. */
  private static final String UNSIGNED = "unsigned";

  /** It was given back before anything was sent. */
  public static final String UNSENT = "unsent";

  /**
   * What who tests an endpoint is told instead of {@code name}, {@code address-refused} and {@code
   * url-refused}, which would let them find out what is inside the network.
   */
  public static final String UNREACHABLE = "unreachable";

  private static final List<String> OF_ANSWERS =
      List.of(DELIVERED, REDIRECTED, CLIENT_ERROR, SERVER_ERROR, ODD_STATUS);

  /** Every word. */
  public static final List<String> ALL =
      Stream.of(
              OF_ANSWERS.stream(),
              Arrays.stream(Trouble.values()).map(Trouble::outcome),
              Stream.of(UNSIGNED, UNSENT, UNREACHABLE))
          .flatMap(words -> words)
          .toList();

  private Outcomes() {}

  public static String of(SendResult result) {
    if (result instanceof Answered answered) {
      return ofStatus(answered.status());
    }
    if (result instanceof Unanswered unanswered) {
      return unanswered.trouble().outcome();
    }
    return result instanceof Unsigned ? UNSIGNED : UNSENT;
  }

  /** As callers may see it, who may be probing. */
  public static String shown(SendResult result) {
    if (result instanceof Unanswered unanswered) {
      return switch (unanswered.trouble()) {
        case NAME, ADDRESS_REFUSED, URL_REFUSED -> UNREACHABLE;
        default -> of(result);
      };
    }
    return of(result);
  }

  private static String ofStatus(int status) {
    return switch (status / 100) {
      case 2 -> DELIVERED;
      case 3 -> REDIRECTED;
      case 4 -> CLIENT_ERROR;
      case 5 -> SERVER_ERROR;
      default -> ODD_STATUS;
    };
  }
}
