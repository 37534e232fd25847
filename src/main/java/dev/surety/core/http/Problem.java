package dev.surety.core.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A kind of refusal as a problem document (RFC 9457); each part lists its own in an enum.
 *
 * <p>The type URIs are stable; {@code docs/problems.md} says for each what the client may do.
 */
public interface Problem {

  /** Makes generators; thread-safe. */
  JsonFactory JSON = new JsonFactory();

  /** The last part of the type URI. */
  String slug();

  int status();

  String title();

  default String type() {
    return "https://surety.dev/problems/" + slug();
  }

  /** The document as UTF-8; the detail must carry neither secret nor payload. */
  default byte[] json(String detail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", type());
      json.writeStringField("title", title());
      json.writeNumberField("status", status());
      json.writeStringField("detail", detail);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
