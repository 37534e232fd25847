package dev.surety.idempotency.shop;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A failure that the shop answers with a status of its choice. */
public class MappedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  MappedException(int status) {
    this.status = status;
  }

  /** Answers it. */
  @Provider
  public static class Mapper implements ExceptionMapper<MappedException> {
    @Override
    public Response toResponse(MappedException exception) {
      return Response.status(exception.status).entity("mapped").type("text/plain").build();
    }
  }
}
