package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.HttpMessage.Response;
import dev.surety.signature.internal.message.ComponentValue.None;
import dev.surety.signature.internal.message.ComponentValue.Text;
import dev.surety.signature.internal.message.SignatureBase.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The values of components that are derived from a message's control data (RFC 9421 §2.2).
 *
 * <p>Made for one signature base: the query is parsed once, however many parameters are covered.
 */
final class DerivedValue {

  private final TargetComponents target;
  private @Nullable QueryParameters queryParameters;

  /**
   * @param target the request's, or that of the request which a response answers
   */
  DerivedValue(TargetComponents target) {
    this.target = target;
  }

  ComponentValue of(Component component, Request request) {
    return switch (component.name()) {
      case "@method" -> new Text(request.method());
      case "@target-uri" -> new Text(target.targetUri());
      case "@authority" -> new Text(target.authority());
      case "@scheme" -> new Text(target.scheme());
      case "@request-target" -> new Text(target.requestTarget());
      case "@path" -> new Text(target.path().isEmpty() ? "/" : target.path());
      case "@query" -> new Text('?' + target.query());
      case "@query-param" -> queryParameter(component);
      default -> new None(Reason.OF_OTHER_MESSAGE);
    };
  }

  ComponentValue of(Component component, Response response) {
    if (!component.name().equals("@status")) {
      return new None(Reason.OF_OTHER_MESSAGE);
    }
    int status = response.status();
    return status < 100 || status > 999
        ? new None(Reason.NOT_REPRESENTABLE)
        : new Text(Integer.toString(status));
  }

  private ComponentValue queryParameter(Component component) {
    if (queryParameters == null) {
      queryParameters = new QueryParameters(target.query());
    }
    String name = component.text("name");
    return name == null ? ComponentValue.MISSING : queryParameters.get(name);
  }
}
