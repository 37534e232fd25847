package dev.surety.idempotency.shop;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** An entity whose writer fails. */
public class Unwritable {

  /** Fails. */
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
      throw new IOException("the writer fails");
    }
  }
}
