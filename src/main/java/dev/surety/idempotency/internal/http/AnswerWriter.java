package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.Answer;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Providers;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.BaseStream;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer to bytes as the runtime would, before the runtime does.
 *
 * @param providers the runtime's writers
 * @param headers which headers are stored
 * @param limit most bytes of a body that is stored
 * @param produces the method's media types
 * @param acceptable what the request accepts
 */
record AnswerWriter(
    Providers providers,
    StoredHeaders headers,
    int limit,
    List<MediaType> produces,
    List<MediaType> acceptable) {

  /**
   * @throws InternalServerErrorException if the runtime has no writer for the entity
   * @throws IOException what the writer throws
   */
  Written write(Content content) throws IOException {
    Object entity = content.entity();
    if (entity == null) {
      return kept(content.status(), content.headers(), null, new byte[0]);
    }
    if (isStream(entity)) {
      return new Written.Unkept(content.status());
    }
    return write(entity, content);
  }

  /** In the first of the types that there is a writer for, as the runtime chooses. */
  @SuppressWarnings("unchecked")
  private <T> Written write(T entity, Content content) throws IOException {
    Class<T> raw = (Class<T>) entity.getClass();
    Annotation[] annotations = content.annotations().toArray(Annotation[]::new);
    List<MediaType> types = types(content.mediaType(), raw);
    for (MediaType candidate : types) {
      MediaType type = withCharset(candidate, entity);
      MessageBodyWriter<T> writer =
          providers.getMessageBodyWriter(raw, content.type(), annotations, type);
      if (writer != null) {
        content.headers().putSingle(HttpHeaders.CONTENT_TYPE, type);
        BoundedBuffer body = new BoundedBuffer(limit);
        writer.writeTo(entity, raw, content.type(), annotations, type, content.headers(), body);
        return body.overflowed()
            ? new Written.Unkept(content.status())
            : kept(content.status(), content.headers(), type, body.bytes());
      }
    }
    throw new InternalServerErrorException(
        "there is no MessageBodyWriter for " + raw.getName() + " as " + types.get(0));
  }

  private List<MediaType> types(@Nullable MediaType chosen, Class<?> entityType) {
    return chosen == null
        ? MediaTypes.candidates(produces, acceptable, entityType)
        : List.of(chosen);
  }

  private Written kept(
      int status, MultivaluedMap<String, Object> all, @Nullable MediaType type, byte[] body) {
    Map<String, List<String>> text = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.forEach((name, values) -> text.put(name, texts(values)));
    // Bytes that are coded already cannot be replayed without saying so.
    boolean coded = text.containsKey(HttpHeaders.CONTENT_ENCODING);
    return headers
        .pick(text)
        .filter(any -> !coded)
        .<Written>map(picked -> new Written.Kept(new Answer(status, picked, body), type, all))
        .orElseGet(
            () ->
                new Written.Sent(new Written.Kept(new Answer(status, Map.of(), body), type, all)));
  }

  /** RESTEasy would say it of text by itself, and Jersey would write UTF-8 without saying so. */
  private static MediaType withCharset(MediaType type, Object entity) {
    boolean text = type.getType().equals("text") && entity instanceof CharSequence;
    return text && !type.getParameters().containsKey(MediaType.CHARSET_PARAMETER)
        ? type.withCharset(StandardCharsets.UTF_8.name())
        : type;
  }

  /** What can be read or written only once, or has no end. */
  static boolean isStream(Object entity) {
    return entity instanceof StreamingOutput
        || entity instanceof InputStream
        || entity instanceof Reader
        || entity instanceof File
        || entity instanceof Path
        || entity instanceof Iterator
        || entity instanceof BaseStream
        || entity instanceof EntityPart
        || (entity instanceof Source && !(entity instanceof DOMSource))
        || (entity instanceof List<?> list && list.stream().anyMatch(EntityPart.class::isInstance))
        || isJerseyChunks(entity.getClass());
  }

  private static boolean isJerseyChunks(@Nullable Class<?> type) {
    return type != null
        && (type.getName().equals("org.glassfish.jersey.server.ChunkedOutput")
            || isJerseyChunks(type.getSuperclass()));
  }

  /** Without a stream, which takes longer than a header's one value. */
  private static List<String> texts(List<Object> values) {
    List<String> texts = new ArrayList<>(values.size());
    for (Object value : values) {
      // Servers take it for no value.
      if (value != null) {
        texts.add(text(value));
      }
    }
    return texts;
  }

  @SuppressWarnings("unchecked")
  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    RuntimeDelegate.HeaderDelegate<Object> delegate =
        (RuntimeDelegate.HeaderDelegate<Object>)
            RuntimeDelegate.getInstance().createHeaderDelegate(value.getClass());
    return delegate == null ? value.toString() : delegate.toString(value);
  }
}
