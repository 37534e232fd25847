package dev.surety.keys;

import dev.surety.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Others changed the same ring at the same time, at each of three attempts; nothing was changed.
 */
public final class ContentionException extends UnavailableException {

  private static final long serialVersionUID = 1L;

  public ContentionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
