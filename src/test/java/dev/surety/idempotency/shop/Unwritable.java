package dev.surety.idempotency.shop;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** An entity whose writer fails once it was written as often as it can be. */
public class Unwritable {

  private int left;

  Unwritable(int times) {
    left = times;
  }

  /** Writes or fails. */
  @Provider
  public static class Writer implements MessageBodyWriter<Unwritable> {

    @Override
    public boolean isWriteable(
        Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
      return type == Unwritable.class;
    }

    @Override
    public void writeTo(
        Unwritable entity,
        Class<?> type,
        Type genericType,
        Annotation[] annotations,
        MediaType mediaType,
        MultivaluedMap<String, Object> headers,
        OutputStream out)
        throws IOException {
      if (entity.left-- <= 0) {
        throw new IOException("the writer fails");
      }
      out.write('x');
    }
  }
}
