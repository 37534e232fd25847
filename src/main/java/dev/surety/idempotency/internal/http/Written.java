package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.Answer;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as it goes out and, if it can be, as it is stored. */
sealed interface Written {

  int status();

  /** Makes the runtime's answer this one. */
  void show(ContainerResponseContext response);

  /**
   * An answer that can be stored.
   *
   * @param answer what is stored
   * @param mediaType of the body, {@code null} if there is none
   * @param headers all of the first answer's, with what the writer made of them
   */
  record Kept(Answer answer, @Nullable MediaType mediaType, MultivaluedMap<String, Object> headers)
      implements Written {

    private static final Annotation[] NONE = {};

    /** An answer as it was read back. */
    static Kept stored(Answer answer) {
      MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
      answer.headers().forEach((name, values) -> headers.addAll(name, List.copyOf(values)));
      return new Kept(answer, storedType(answer), headers);
    }

    /** Bytes whose type is missing or unreadable are bytes. */
    private static @Nullable MediaType storedType(Answer answer) {
      List<String> type = answer.headers().getOrDefault(HttpHeaders.CONTENT_TYPE, List.of());
      try {
        if (!type.isEmpty()) {
          return MediaType.valueOf(type.get(0));
        }
      } catch (IllegalArgumentException e) {
        return MediaType.APPLICATION_OCTET_STREAM_TYPE;
      }
      return answer.bodyLength() == 0 ? null : MediaType.APPLICATION_OCTET_STREAM_TYPE;
    }

    /** The answer in place of the method's. */
    Response replay() {
      Response.ResponseBuilder response = Response.status(answer.status());
      headers.forEach((name, values) -> values.forEach(value -> response.header(name, value)));
      response.header("Idempotency-Replayed", "true");
      return mediaType == null
          ? response.build()
          : response.entity(answer.body()).type(mediaType).build();
    }

    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public void show(ContainerResponseContext response) {
      response.setStatus(answer.status());
      response.getHeaders().putAll(headers);
      if (mediaType == null) {
        response.setEntity(null);
        if (!headers.containsKey(HttpHeaders.CONTENT_TYPE)) {
          // That of an exception thrown since.
          response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
      } else {
        // With its media type, or WildFly would drop the charset.
        response.setEntity(answer.body(), NONE, mediaType);
      }
    }
  }

  /**
   * An answer whose bytes are complete but cannot be stored: coded already, or with headers out of
   * bounds. These bytes go out, because its entity may not be writable twice.
   */
  record Sent(Kept bytes) implements Written {
    @Override
    public int status() {
      return bytes.status();
    }

    @Override
    public void show(ContainerResponseContext response) {
      bytes.show(response);
    }
  }

  /** An answer that cannot be stored and that the runtime writes: too large, or streamed. */
  record Unkept(int status) implements Written {
    @Override
    public void show(ContainerResponseContext response) {
      // The runtime writes it as it would without us.
    }
  }
}
