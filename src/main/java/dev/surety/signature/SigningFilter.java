package dev.surety.signature;

import dev.surety.SuretyException;
import dev.surety.signature.HttpMessage.Field;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.RuntimeDelegate;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signs what a JAX-RS client sends: {@code client.register(new SigningFilter(signer))}.
 *
 * <p>The signature is for the request as it goes out: URI, method and header after every other
 * filter, the body's bytes after every other interceptor. A body is held in memory for that, up to
 * a limit; a longer one fails the call. Each call is signed anew. A request that the client sends
 * to another place by itself, after a redirect, carries a signature that is not valid there.
 *
 * <p>It is a feature, because a filter must run last and an interceptor first to see all that. A
 * client that sends the header before it writes the body, as RESTEasy's does in chunked mode,
 * cannot sign bodies.
 */
public final class SigningFilter implements Feature {

  private static final int DEFAULT_MAX_BODY = 1 << 20;
  private static final String UNSIGNED = SigningFilter.class.getName() + ".unsigned";

  /** Jersey takes a priority that is not positive for none. */
  private static final int FIRST = 1;

  private final SignatureSigner signer;
  private final int maxBody;

  /** Signs bodies of up to 1 MiB. */
  public SigningFilter(SignatureSigner signer) {
    this(signer, DEFAULT_MAX_BODY);
  }

  /**
   * @param maxBody the longest body, in bytes
   */
  public SigningFilter(SignatureSigner signer, int maxBody) {
    this.signer = signer;
    this.maxBody = maxBody;
  }

  @Override
  public boolean configure(FeatureContext context) {
    context.register(new OfHeader(), Map.of(ClientRequestFilter.class, Integer.MAX_VALUE));
    context.register(new OfBody(), Map.of(WriterInterceptor.class, FIRST));
    return true;
  }

  /** A value of ours, so that another call of the same invocation does not take it for its own. */
  private record Added(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  /** A request whose body is still to be written. */
  private record Unsigned(String method, String target) {}

  private final class OfHeader implements ClientRequestFilter {
    @Override
    public void filter(ClientRequestContext context) {
      Unsigned request = new Unsigned(context.getMethod(), context.getUri().toASCIIString());
      if (context.hasEntity()) {
        context.setProperty(UNSIGNED, request);
      } else {
        sign(request, context.getHeaders(), new byte[0]);
      }
    }
  }

  private final class OfBody implements WriterInterceptor {
    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
      if (!(context.getProperty(UNSIGNED) instanceof Unsigned request)) {
        context.proceed();
        return;
      }
      context.removeProperty(UNSIGNED);
      OutputStream wire = context.getOutputStream();
      Body body = new Body();
      context.setOutputStream(body);
      context.proceed();
      byte[] bytes = body.toByteArray();
      sign(request, context.getHeaders(), bytes);
      context.setOutputStream(wire);
      wire.write(bytes);
    }
  }

  private void sign(Unsigned request, MultivaluedMap<String, Object> headers, byte[] body) {
    headers.values().removeIf(values -> values.stream().anyMatch(Added.class::isInstance));
    HttpMessage message =
        new HttpMessage.Request(request.method(), request.target(), fields(headers), body);
    signer
        .sign(message)
        .forEach(field -> headers.putSingle(field.name(), new Added(field.value())));
  }

  private static List<Field> fields(MultivaluedMap<String, Object> headers) {
    List<Field> fields = new ArrayList<>();
    headers.forEach(
        (name, values) -> values.forEach(value -> fields.add(new Field(name, written(value)))));
    return fields;
  }

  /** As the client itself writes header values that are not text. */
  @SuppressWarnings("unchecked")
  private static String written(Object value) {
    RuntimeDelegate.HeaderDelegate<Object> delegate =
        value instanceof String
            ? null
            : RuntimeDelegate.getInstance().createHeaderDelegate((Class<Object>) value.getClass());
    return delegate == null ? value.toString() : delegate.toString(value);
  }

  private final class Body extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int b) {
      checkRoomFor(1);
      super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      checkRoomFor(length);
      super.write(bytes, offset, length);
    }

    private void checkRoomFor(int more) {
      if (more > maxBody - count) {
        throw new SuretyException(
            "a request to be signed has a body of more than "
                + maxBody
                + " bytes; sign bodies that fit in memory, or raise the limit of SigningFilter");
      }
    }
  }
}
