package dev.surety.idempotency;

/** What of a request's body must be equal for two requests to count as the same. */
public enum BodyHash {
  /** The bytes as they came; multipart bodies without their boundary. */
  RAW,
  /** The canonical form of the JSON document (RFC 8785), so that spelling does not matter. */
  CANONICAL_JSON
}
