package dev.surety.signature.internal;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.HttpMessage.Response;
import dev.surety.signature.internal.message.TargetComponents;
import dev.surety.signature.internal.target.CanonicalTarget;
import dev.surety.signature.internal.target.Target;
import dev.surety.signature.internal.target.Target.Canonical;
import dev.surety.signature.internal.target.Target.Malformed;
import dev.surety.signature.internal.target.Target.Problem;
import java.util.Objects;

/** The target of a request, for a response of the one it answers. */
final class MessageTarget {

  private MessageTarget() {}

  /**
   * @throws Rejection if verifiers and signers would not agree upon one
   */
  static TargetComponents received(HttpMessage message) throws Rejection {
    Target target = CanonicalTarget.of(url(message));
    if (target instanceof Canonical canonical) {
      return components(canonical, url(message));
    }
    Problem problem = ((Malformed) target).problem();
    throw new Rejection(
        problem == Problem.NON_ASCII ? Code.HEADER_MALFORMED : Code.TARGET_URI_MALFORMED,
        problem == Problem.NON_ASCII
            ? "the target is not ASCII"
            : "the target has no canonical form, or no public origin");
  }

  /**
   * @throws IllegalArgumentException if verifiers would refuse it
   */
  static TargetComponents toSign(HttpMessage message) {
    if (CanonicalTarget.toSign(url(message)) instanceof Canonical canonical) {
      return components(canonical, url(message));
    }
    throw new IllegalArgumentException(
        "the target is no absolute http or https URI that every reader takes for the same");
  }

  private static String url(HttpMessage message) {
    return message instanceof Request request
        ? request.target()
        : ((Response) message).request().target();
  }

  private static TargetComponents components(Canonical target, String url) {
    String query = target.query();
    // RFC 9421 §2.2.5 and §2.2.6 normalize no more of it than an empty one
    String path = CanonicalTarget.receivedPath(url);
    return new TargetComponents(
        target.targetUri(),
        target.authority(),
        target.scheme(),
        path,
        Objects.requireNonNullElse(query, ""),
        path + (query == null ? "" : "?" + query));
  }
}
