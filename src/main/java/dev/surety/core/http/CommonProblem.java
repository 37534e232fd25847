package dev.surety.core.http;

/** The refusals that more than one part gives. */
public enum CommonProblem implements Problem {
  BODY_INCOMPLETE("request-body-incomplete", 400, "The request body could not be read"),
  BODY_TOO_LARGE("request-body-too-large", 413, "The request body is too large"),
  UNAVAILABLE("unavailable", 503, "The request cannot be decided at the moment");

  private final String slug;
  private final int status;
  private final String title;

  CommonProblem(String slug, int status, String title) {
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
