package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.HttpMessage.Response;
import dev.surety.signature.internal.message.ComponentValue.None;
import dev.surety.signature.internal.message.ComponentValue.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a signature is made over (RFC 9421 §2.5).
 *
 * <p>Built wholly or not at all: a component without a value, or with one that could pass for
 * another line, leaves no base.
 */
public sealed interface SignatureBase {

  /** The base. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Built(byte[] bytes) implements SignatureBase {}

  /**
   * There can be no base.
   *
   * @param component the first that stands in the way; may come from a stranger
   */
  record Unbuilt(Component component, Reason reason) implements SignatureBase {}

  /** Why a component has no value. */
  enum Reason {
    /** The message has no such field, dictionary member or query parameter. */
    MISSING,
    /**
     * {@code ;req} in a request, {@code @status} in one, or a request's component in a response.
     */
    OF_OTHER_MESSAGE,
    /** {@code ;sf} or {@code ;key} for a field that is not known to be of such a type. */
    TYPE_UNKNOWN,
    /** The field's value is not of its structured type. */
    NOT_STRUCTURED,
    /** The query parameter comes twice. */
    AMBIGUOUS,
    /** The value has characters that a base cannot hold, such as a line end. */
    NOT_REPRESENTABLE
  }

  /**
   * @param target the canonical target of the request, for a response of the one it answers
   * @param signatureParameters the last line's value: verbatim from {@code Signature-Input}, or
   *     {@link SignatureParameters#serialize} for a new signature; printable ASCII
   */
  static SignatureBase of(
      HttpMessage message,
      TargetComponents target,
      List<Component> components,
      String signatureParameters,
      StructuredFields structuredFields) {
    FieldValue fields = new FieldValue(structuredFields);
    DerivedValue derived = new DerivedValue(target);
    StringBuilder base = new StringBuilder(1024);
    for (Component component : components) {
      Reason reason = append(base, component, value(component, message, fields, derived));
      if (reason != null) {
        return new Unbuilt(component, reason);
      }
    }
    if (!isRepresentable(signatureParameters, false)) {
      throw new IllegalArgumentException("signature parameters are printable ASCII");
    }
    base.append("\"@signature-params\": ").append(signatureParameters);
    return new Built(base.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds the component's line, or says why there can be none. */
  private static @Nullable Reason append(
      StringBuilder base, Component component, ComponentValue value) {
    if (value instanceof None none) {
      return none.reason();
    }
    String text = ((Text) value).value();
    if (!isRepresentable(text, !component.isDerived())) {
      return Reason.NOT_REPRESENTABLE;
    }
    component.serializeTo(base);
    base.append(": ").append(text).append('\n');
    return null;
  }

  private static ComponentValue value(
      Component component, HttpMessage message, FieldValue fields, DerivedValue derived) {
    HttpMessage source = message;
    if (component.has("req")) {
      if (!(message instanceof Response response)) {
        return new None(Reason.OF_OTHER_MESSAGE);
      }
      source = response.request();
    }
    if (!component.isDerived()) {
      return fields.of(component, component.has("tr") ? source.trailers() : source.fields());
    }
    if (source instanceof Request request) {
      return derived.of(component, request);
    }
    return derived.of(component, (Response) source);
  }

  /** Visible ASCII and spaces; within a field's value also tabs (RFC 9110 §5.5). */
  private static boolean isRepresentable(String text, boolean tabs) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' || c > '~') && !(tabs && c == '\t')) {
        return false;
      }
    }
    return true;
  }
}
