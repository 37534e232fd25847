package dev.surety.idempotency.shop;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** An entity whose writer marks the transaction rollback-only, as failing lazy loading does. */
public class Doomed {

  /** Writes and marks. */
  @Provider
  public static class Writer implements MessageBodyWriter<Doomed> {

    @Override
    public boolean isWriteable(
        Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
      return type == Doomed.class;
    }

    @Override
    public void writeTo(
        Doomed entity,
        Class<?> type,
        Type genericType,
        Annotation[] annotations,
        MediaType mediaType,
        MultivaluedMap<String, Object> headers,
        OutputStream out)
        throws IOException {
      out.write('x');
      Work.registry().setRollbackOnly();
    }
  }
}
