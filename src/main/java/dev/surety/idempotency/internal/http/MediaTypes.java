package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The media type the runtime would give a returned entity (Jakarta REST 3.1, 3.8). */
public final class MediaTypes {

  private MediaTypes() {}

  public static MediaType negotiate(
      List<MediaType> produces, List<MediaType> acceptable, Class<?> entityType) {
    throw new UnsupportedOperationException("not written yet");
  }
}
