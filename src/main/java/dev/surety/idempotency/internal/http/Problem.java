package dev.surety.idempotency.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Every refusal of the idempotency filter as a problem document (RFC 9457).
 *
 * <p>The type URIs are stable; {@code docs/problems.md} says for each whether to retry and with
 * which key.
 */
enum Problem {
  KEY_MISSING("idempotency-key-missing", 400, "An idempotency key is required"),
  KEY_INVALID("idempotency-key-invalid", 400, "The idempotency key is not valid"),
  KEY_REPEATED("idempotency-key-repeated", 400, "The idempotency key was sent more than once"),
  BODY_INVALID("request-body-invalid", 400, "The request body is not acceptable JSON"),
  BODY_INCOMPLETE("request-body-incomplete", 400, "The request body could not be read"),
  BODY_TOO_LARGE("request-body-too-large", 413, "The request body is too large"),
  IDENTITY_REQUIRED("identity-required", 401, "The caller has to be known"),
  ACCESS_DENIED("access-denied", 403, "The caller may not call this operation"),
  REPLAY_DENIED("replay-denied", 403, "The caller may not see the stored answer"),
  IN_FLIGHT("in-flight", 409, "The request with this key is still running"),
  OUTCOME_UNKNOWN("outcome-unknown", 409, "The outcome of the request with this key is unknown"),
  ANSWER_NOT_STORED("answer-not-stored", 409, "The request ran, its answer was not stored"),
  RUN_LOST("run-lost", 409, "Another run took over this key"),
  KEY_CONFLICT("key-conflict", 422, "The key belongs to another request"),
  ANSWER_EXPIRED("answer-expired", 422, "The answer for this key has expired"),
  LIMIT_EXCEEDED("limit-exceeded", 429, "Too many idempotency keys are in use"),
  ROLLED_BACK("rolled-back", 503, "The request was rolled back"),
  UNAVAILABLE("unavailable", 503, "Idempotency cannot be decided at the moment");

  private static final String BASE = "https://surety.dev/problems/";
  private static final JsonFactory JSON = new JsonFactory();

  private final String slug;
  private final int status;
  private final String title;

  Problem(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  String slug() {
    return slug;
  }

  String type() {
    return BASE + slug;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The document as UTF-8; the detail must not carry key or payload. */
  byte[] json(String detail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", type());
      json.writeStringField("title", title);
      json.writeNumberField("status", status);
      json.writeStringField("detail", detail);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
