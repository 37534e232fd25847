package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.HttpMessage.Response;
import dev.surety.signature.internal.message.ComponentValue.None;
import dev.surety.signature.internal.message.ComponentValue.Text;
import dev.surety.signature.internal.message.SignatureBase.Reason;

/** The value of a component that is derived from a message's control data (RFC 9421 §2.2). */
final class DerivedValue {

  private DerivedValue() {}

  static ComponentValue of(Component component, Request request, TargetComponents target) {
    return switch (component.name()) {
      case "@method" -> new Text(request.method());
      case "@target-uri" -> new Text(target.targetUri());
      case "@authority" -> new Text(target.authority());
      case "@scheme" -> new Text(target.scheme());
      case "@request-target" -> new Text(target.requestTarget());
      case "@path" -> new Text(target.path().isEmpty() ? "/" : target.path());
      case "@query" -> new Text('?' + target.query());
      case "@query-param" -> queryParameter(component, target);
      default -> new None(Reason.OF_OTHER_MESSAGE);
    };
  }

  static ComponentValue of(Component component, Response response) {
    if (!component.name().equals("@status")) {
      return new None(Reason.OF_OTHER_MESSAGE);
    }
    int status = response.status();
    return status < 100 || status > 999
        ? new None(Reason.NOT_REPRESENTABLE)
        : new Text(Integer.toString(status));
  }

  private static ComponentValue queryParameter(Component component, TargetComponents target) {
    String name = component.text("name");
    return name == null ? ComponentValue.MISSING : QueryParameter.of(target.query(), name);
  }
}
