package dev.surety.idempotency.internal.http;

import dev.surety.core.http.Problem;

/** Every refusal that only idempotency gives. */
enum IdempotencyProblem implements Problem {
  KEY_MISSING("idempotency-key-missing", 400, "An idempotency key is required"),
  KEY_INVALID("idempotency-key-invalid", 400, "The idempotency key is not valid"),
  KEY_REPEATED("idempotency-key-repeated", 400, "The idempotency key was sent more than once"),
  BODY_INVALID("request-body-invalid", 400, "The request body is not acceptable JSON"),
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
  ROLLED_BACK("rolled-back", 503, "The request was rolled back");

  private final String slug;
  private final int status;
  private final String title;

  IdempotencyProblem(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  @Override
  public String slug() {
    return slug;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
